package io.adbpg.sync.capture.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.capture.TransactionHandler;
import io.adbpg.sync.capture.pgoutput.PgOutputProtocol;
import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.SlotReading;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads a real slot, with a handler that only counts. */
class SlotStreamIT {
    private static final int MAX_ROWS = 1000;

    private final TestDatabase source = TestServers.newSource();
    private final String job = RunningJob.newName();
    private final Counting handler = new Counting();
    private SlotStream stream;
    private CompletableFuture<Void> run;

    @BeforeEach
    void createSlot() {
        source.run(
                "CREATE TABLE items (id int PRIMARY KEY); CREATE PUBLICATION adbpg_sync_" + job + " FOR TABLE items");
        source.run("SELECT pg_create_logical_replication_slot('adbpg_sync_" + job + "', 'pgoutput')");
        source.run("CREATE PROCEDURE fill(first int, last int) LANGUAGE plpgsql AS $$"
                + " BEGIN FOR n IN first..last LOOP INSERT INTO items VALUES (n); COMMIT; END LOOP; END $$");
        Map<String, String> settings = RunningJob.settings(job, source, source);
        stream = new SlotStream(
                Settings.read(settings::get),
                new PgOutputProtocol("adbpg_sync_" + job),
                (table, columns) -> new int[] {0},
                new SlotReading(),
                100,
                50);
    }

    @AfterEach
    void close() {
        stream.close();
        run.join();
        source.drop();
    }

    private void start() {
        run = CompletableFuture.runAsync(() -> {
            try {
                stream.run(handler);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void slotIsConfirmedUpToWhatTheHandlerSaysAndNotFurther() {
        // given
        String before = slot("confirmed_flush_lsn");
        handler.held = Lsn.parse(before);
        start();

        // when
        source.run("CALL fill(1, 10)");
        limited().until(() -> handler.rows == 10 && handler.flushes.size() > 1);
        long end = handler.committed;
        limited().alias("the source knows what was received").until(() -> source.value(
                        "SELECT write_lsn >= '" + Lsn.text(end) + "' FROM pg_stat_replication r"
                                + " JOIN pg_replication_slots s ON s.active_pid = r.pid WHERE slot_name = 'adbpg_sync_"
                                + job + "'")
                .equals("t"));

        // then
        assertThat(slot("confirmed_flush_lsn")).isEqualTo(before);
        handler.held = end;
        limited().until(() -> slot("confirmed_flush_lsn").equals(Lsn.text(end)));
    }

    @Test
    void backlogOfSmallTransactionsBecomesLargeBatches() {
        // given
        int transactions = 3 * MAX_ROWS;
        source.run("CALL fill(1, " + transactions + ")");

        // when
        start();
        limited().until(() -> handler.flushes.stream().mapToInt(rows -> rows).sum() == transactions);

        // then
        assertThat(handler.flushes).allMatch(rows -> rows <= MAX_ROWS);
        assertThat(handler.flushes.stream().filter(rows -> rows > 0)).hasSizeLessThan(transactions / 10);
    }

    @Test
    void transactionIsFlushedAlthoughALargerOneFollows() {
        // given: more than is read ahead
        source.run("CALL fill(1, 1)");
        source.run("INSERT INTO items SELECT generate_series(2, 300000)");

        // when
        start();
        limited().until(() -> handler.flushes.contains(299_999));

        // then
        assertThat(handler.flushes.get(0)).isEqualTo(1);
    }

    private String slot(String column) {
        return source.value(
                "SELECT " + column + " FROM pg_replication_slots WHERE slot_name = 'adbpg_sync_" + job + "'");
    }

    private static ConditionFactory limited() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
    }

    /** Counts rows, and how many there are from one flush to the next. */
    private static final class Counting implements TransactionHandler {
        private final List<Integer> flushes = new CopyOnWriteArrayList<>();
        private int sinceFlush;
        private volatile int rows;
        private volatile long committed;
        private volatile long held;

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
        public void change(Operation operation, Relation relation, Row old, Row row) {
            if (operation == Operation.INSERT) {
                sinceFlush++;
                rows++;
            }
        }

        @Override
        public void commit(long lsn, Instant time) {
            if (time != null) {
                committed = lsn;
            }
        }

        @Override
        public long flush() {
            flushes.add(sinceFlush);
            sinceFlush = 0;
            return held;
        }

        @Override
        public boolean isFull() {
            return sinceFlush >= MAX_ROWS;
        }

        @Override
        public long settle() {
            return held;
        }
    }
}
