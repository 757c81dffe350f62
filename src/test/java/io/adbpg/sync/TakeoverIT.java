package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.FaultyLink;
import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TargetReader;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two copies of a job stand by for each other, one by {@code pgoutput} and one by Debezium. Whatever ends the turn of the one that runs,
 * the other takes over, and nothing is lost or doubled.
 */
class TakeoverIT {
    private static final int TAKEOVERS = Integer.getInteger("takeovers", 4);
    private static final String HOLDER =
            "SELECT max(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
                    + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    private final TestDatabase source = TestServers.newSource();
    private final TestDatabase target = TestServers.newTarget();
    private final String name = RunningJob.newName();
    private final StringBuilder table =
            new StringBuilder("| the copy that ran | lock free after ms | then a change after ms |\n");

    @TempDir
    private Path folder;

    private Copy one;
    private Copy other;

    /** What ends a copy's turn. */
    private enum Loss {
        KILLED {
            @Override
            void begin(Copy copy, Random random) throws Exception {
                copy.job.kill();
            }

            @Override
            void end(Copy copy) throws Exception {
                copy.job.start();
            }
        },
        FROZEN {
            @Override
            void begin(Copy copy, Random random) throws Exception {
                copy.job.freeze(true);
            }

            @Override
            void end(Copy copy) throws Exception {
                copy.job.freeze(false);
            }
        },
        CUT_FROM_TARGET {
            @Override
            void begin(Copy copy, Random random) {
                cut(copy.toTarget, random);
            }

            @Override
            void end(Copy copy) {
                restore(copy.toTarget);
            }
        },
        CUT_FROM_SOURCE {
            @Override
            void begin(Copy copy, Random random) {
                cut(copy.toSource, random);
            }

            @Override
            void end(Copy copy) {
                restore(copy.toSource);
            }
        };

        abstract void begin(Copy copy, Random random) throws Exception;

        abstract void end(Copy copy) throws Exception;

        private static void cut(FaultyLink link, Random random) {
            if (random.nextBoolean()) {
                link.shut();
            } else {
                link.hold(true);
            }
        }

        private static void restore(FaultyLink link) {
            link.hold(false);
            link.open();
        }
    }

    /** A copy of the job, on a machine of its own as far as it can see. */
    private record Copy(JobProcess job, FaultyLink toSource, FaultyLink toTarget) {
        private static Copy in(Path folder, String name, TestDatabase source, TestDatabase target, Capture capture)
                throws IOException {
            FaultyLink toSource = new FaultyLink(source.port());
            FaultyLink toTarget = new FaultyLink(target.port());
            Map<String, String> settings = Map.of(
                    "sync.job",
                    name,
                    "sync.standby",
                    "true",
                    "source.capture",
                    capture.word(),
                    "source.port",
                    Integer.toString(toSource.port()),
                    "target.port",
                    Integer.toString(toTarget.port()));
            return new Copy(
                    JobProcess.in(Files.createDirectory(folder), MixedTraffic.TABLE_ROUTES, source, target, settings),
                    toSource,
                    toTarget);
        }

        /** The state that it has told last. */
        private String state() {
            Matcher told = Pattern.compile("job " + job.name() + ": (\\w+)").matcher(job.output());
            String state = "";
            while (told.find()) {
                state = told.group(1);
            }
            return state;
        }

        private void awaitState(String state) {
            job.awaitThat("the copy is " + state, () -> state().equals(state));
        }

        private void close() throws IOException {
            toSource.close();
            toTarget.close();
            job.close();
        }
    }

    @BeforeEach
    void startCopies() throws Exception {
        source.run(MixedTraffic.SOURCE_TABLES);
        target.run(MixedTraffic.TARGET_TABLES);
        one = Copy.in(folder.resolve("one"), name, source, target, Capture.PGOUTPUT);
        other = Copy.in(folder.resolve("other"), name, source, target, Capture.DEBEZIUM);
        one.job.start();
        one.awaitState("syncing");
        other.job.start();
        other.awaitState("standby");
    }

    @AfterEach
    void stopCopies() throws Exception {
        one.close();
        other.close();
        source.drop();
        target.drop();
    }

    @Test
    void nothingIsLostOrDoubledWhoeverRuns() throws Exception {
        // given
        long seed = System.nanoTime();
        System.out.println("TakeoverIT runs with seed " + seed);
        Random random = new Random(seed);
        TargetReader reader = new TargetReader(target, MixedTraffic.VIOLATIONS);
        MixedTraffic traffic = new MixedTraffic(source, new Random(seed), () -> one.job.backlog() < 16_000_000);

        // when
        List<Loss> losses = new ArrayList<>();
        for (int takeover = 0; takeover < TAKEOVERS; takeover++) {
            if (losses.isEmpty()) {
                losses.addAll(List.of(Loss.values()));
                Collections.shuffle(losses, random);
            }
            takeOver(losses.remove(0), random);
        }
        traffic.stop();
        one.job.awaitInStep();

        // then
        System.out.println(table);
        assertThat(reader.reads()).isPositive();
        assertThat(reader.stop()).as("what readers of the target saw").containsOnly("");
        for (String query : MixedTraffic.ALL_ROWS) {
            assertThat(target.rows(query)).as(query).isEqualTo(source.rows(query));
        }
    }

    /** Ends the turn of {@link #one}, and makes the copy that has taken over that one. */
    private void takeOver(Loss loss, Random random) throws Exception {
        Copy lost = one;
        Copy next = other;
        String holder = target.value(HOLDER);
        int told = lost.job.output().length();
        long begin = System.nanoTime();
        loss.begin(lost, random);
        next.job.awaitThat("the lock is free", () -> !target.value(HOLDER).equals(holder));
        long free = System.nanoTime();
        // A source that has been silent for so long need not be tried once more.
        assertThat(lost.job.output().substring(told)).doesNotContain("but not log in");
        String position = position();
        next.job.awaitThat("a change is applied", () -> !position().equals(position));
        long applied = System.nanoTime();
        table.append(String.format(
                "| %s | %d | %d |%n",
                loss.name().toLowerCase(Locale.ROOT), (free - begin) / 1_000_000, (applied - free) / 1_000_000));
        next.awaitState("syncing");
        loss.end(lost);
        lost.awaitState("standby");
        one = next;
        other = lost;
    }

    private String position() {
        return target.value("SELECT lsn FROM " + one.job.positionTable());
    }
}
