package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;

/** The job gets by with little memory, and ends if it has too little. {@code MemorySoak} has the long cases. */
@ParameterizedClass(name = "by {0}")
@PublishedCaptures
class MemoryIT {
    private static final String TABLE = "CREATE TABLE documents (id int PRIMARY KEY, note text, text text)";
    private static final String ROWS = "SELECT id, note, length(text), md5(text) FROM documents ORDER BY id";

    @Parameter
    private Capture capture;

    @TempDir
    private Path folder;

    private final TestDatabase source = TestServers.newSource();
    private final TestDatabase target = TestServers.newTarget();

    @Test
    void largeValuesArriveInLittleMemory() throws Exception {
        // given
        source.run(TABLE + "; INSERT INTO documents SELECT n, 'loaded', repeat(n::text, 20000000)"
                + " FROM generate_series(1, 3) AS n");
        target.run(TABLE);
        try (JobProcess job = job("-Xmx160m")) {
            // when
            job.start();
            job.awaitInStep();
            source.run("INSERT INTO documents SELECT n, 'streamed', repeat('text ' || n, 3000000)"
                    + " FROM generate_series(4, 6) AS n;"
                    + "INSERT INTO documents SELECT n, 'small', 'small' FROM generate_series(10, 100000) AS n;"
                    + "UPDATE documents SET note = 'left alone' WHERE id = 1;"
                    + "UPDATE documents SET text = repeat(E'\\\\\\t', 10000000) WHERE id = 2;"
                    + "DELETE FROM documents WHERE id = 3");
            job.awaitInStep();

            // then
            assertThat(target.rows(ROWS)).isEqualTo(source.rows(ROWS));
            assertThat(job.output()).doesNotContain("waiting");
        }
    }

    @Test
    void jobThatRunsOutOfMemoryEndsWithOneClearLineThatNamesTheTable() throws Exception {
        // given
        source.run(TABLE);
        target.run(TABLE);
        try (JobProcess job = job("-Xmx80m")) {
            job.start();
            job.awaitInStep();

            // when
            source.run("INSERT INTO documents VALUES (1, '', repeat('x', 100000000))");

            // then
            assertThat(job.awaitEnd()).as(job.output()).isEqualTo(Refusal.FAILED);
            assertThat(job.output())
                    .containsPattern(
                            "adbpg-sync: out of memory .* at a row of table public.documents in a heap of [0-9]+ MB: "
                                    + ".*larger -Xmx");
        }
        assertThat(target.rows(ROWS)).isEmpty();
    }

    private JobProcess job(String memory) throws Exception {
        Map<String, String> settings = Map.of("source.capture", capture.word(), "sync.initial-load", "copy");
        return JobProcess.in(folder, MixedTraffic.route("documents"), source, target, settings, memory);
    }
}
