package io.adbpg.sync.capture.debezium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adbpg.sync.capture.debezium.Commits.Commit;
import io.adbpg.sync.support.Told;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** Checks where transactions end between the records of a batch, and which ends wait for the next batch. */
class RecordDecoderTest {
    private static final Schema ROW = SchemaBuilder.struct()
            .field("id", Schema.OPTIONAL_STRING_SCHEMA)
            .optional()
            .build();
    private static final Schema SOURCE = SchemaBuilder.struct()
            .field("schema", Schema.STRING_SCHEMA)
            .field("table", Schema.STRING_SCHEMA)
            .build();
    private static final Schema CHANGE = SchemaBuilder.struct()
            .field("before", ROW)
            .field("after", ROW)
            .field("source", SOURCE)
            .field("op", Schema.STRING_SCHEMA)
            .build();
    private static final Schema MESSAGE =
            SchemaBuilder.struct().field("op", Schema.STRING_SCHEMA).build();
    private static final Schema HEARTBEAT =
            SchemaBuilder.struct().field("ts_ms", Schema.INT64_SCHEMA).build();
    private static final Map<String, String> PARTITION = Map.of("server", "test");
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    private final Told told = new Told();
    private final Commits commits = new Commits();
    private final RecordDecoder decoder = new RecordDecoder((table, columns) -> new int[] {0}, told, () -> false);

    private static SourceRecord insert(long transaction, int id) {
        Struct row = new Struct(ROW).put("id", Integer.toString(id));
        Struct source = new Struct(SOURCE).put("schema", "app").put("table", "t");
        Struct change =
                new Struct(CHANGE).put("after", row).put("source", source).put("op", "c");
        // A position unrelated to the transaction, as before the first commit of a session.
        return record(change, transaction, 999_999);
    }

    private static SourceRecord message(long lsn) {
        return record(new Struct(MESSAGE).put("op", "m"), null, lsn);
    }

    private static SourceRecord heartbeat() {
        return record(new Struct(HEARTBEAT).put("ts_ms", 1L), 1L, 999_999);
    }

    private static SourceRecord record(Struct value, Long transaction, long lsn) {
        Map<String, Object> offset = new HashMap<>(Map.of("lsn_commit", lsn));
        if (transaction != null) {
            offset.put("txId", transaction);
        }
        return new SourceRecord(PARTITION, offset, "topic", value.schema(), value);
    }

    private void commits(long... transactions) {
        for (long transaction : transactions) {
            commits.add(new Commit(transaction, transaction * 16, TIME));
        }
    }

    private boolean decode(int complete, SourceRecord... records) throws Exception {
        return decode(complete, false, records);
    }

    private boolean decode(int complete, boolean isFull, SourceRecord... records) throws Exception {
        RecordBatch batch = RecordBatch.of(PARTITION, Arrays.asList(records), commits, complete, isFull);
        return decoder.decode(batch) >= batch.end() && batch.end() > 0;
    }

    private static String commit(long transaction) {
        return "commit 0/" + transaction + "0 " + TIME;
    }

    @Test
    void transactionEndsBeforeTheFirstRecordOfTheNext() throws Exception {
        // given
        commits(1, 2);

        // when
        boolean isHeld = decode(2, insert(1, 10), insert(1, 11), insert(2, 20));

        // then
        assertThat(told.all())
                .containsExactly(
                        "insert app.t(10)", "insert app.t(11)", commit(1), "insert app.t(20)", commit(2), "flush");
        assertThat(isHeld).isTrue();
    }

    @Test
    void endIsKeptIfTheQueueMayHaveMoreRecords() throws Exception {
        // given
        commits(1, 2);

        // when
        boolean isHeld = decode(0, insert(1, 10), insert(2, 20), insert(2, 21));

        // then
        assertThat(told.all())
                .containsExactly("insert app.t(10)", commit(1), "flush", "insert app.t(20)", "insert app.t(21)");
        assertThat(isHeld).isTrue();

        // and when
        decode(1, insert(2, 22));

        // then
        assertThat(told.all()).endsWith("insert app.t(21)", "insert app.t(22)", commit(2), "flush");
    }

    @Test
    void endThatArrivedDuringAPollComesBeforeTheNextTransaction() throws Exception {
        // given
        commits(1, 2, 3);

        // when
        decode(1, insert(1, 10), insert(2, 20), insert(3, 30));

        // then
        assertThat(told.all())
                .containsExactly(
                        "insert app.t(10)", commit(1), "insert app.t(20)", commit(2), "flush", "insert app.t(30)");
        assertThat(commits.size()).isEqualTo(1);
    }

    @Test
    void moreIsAssembledIfTheEndOfAnotherTransactionWasRead() throws Exception {
        // given
        commits(1, 2);

        // when
        boolean isHeld = decode(0, true, insert(1, 10), insert(2, 20));

        // then
        assertThat(told.all()).containsExactly("insert app.t(10)", commit(1), "insert app.t(20)");
        assertThat(isHeld).isFalse();

        // and when
        isHeld = decode(1, insert(2, 21));

        // then
        assertThat(told.all()).endsWith("insert app.t(21)", commit(2), "flush");
        assertThat(isHeld).isTrue();
    }

    @Test
    void fullBatchIsHandedOverAlthoughMoreWasRead() throws Exception {
        // given
        commits(1, 2);
        told.isFullAfterEachCommit();

        // when
        decode(0, true, insert(1, 10), insert(2, 20));

        // then
        assertThat(told.all()).containsExactly("insert app.t(10)", commit(1), "hand over", "insert app.t(20)");
    }

    @Test
    void fullPollIsFlushedIfNoOtherTransactionHasEnded() throws Exception {
        // given
        commits(1);

        // when
        boolean isHeld = decode(0, true, insert(1, 10), insert(2, 20));

        // then
        assertThat(told.all()).containsExactly("insert app.t(10)", commit(1), "flush", "insert app.t(20)");
        assertThat(isHeld).isTrue();
    }

    @Test
    void endMayComeAfterItsRecordsWereTaken() throws Exception {
        // given
        decode(0, insert(1, 10));
        commits(1);

        // when
        boolean isHeld = decode(1);

        // then
        assertThat(told.all()).containsExactly("insert app.t(10)", commit(1), "flush");
        assertThat(isHeld).isTrue();
    }

    @Test
    void transactionWithoutRecordsEndsToo() throws Exception {
        // given
        commits(1, 2, 3);

        // when
        decode(3, insert(2, 20));

        // then
        assertThat(told.all()).containsExactly(commit(1), "insert app.t(20)", commit(2), commit(3), "flush");
    }

    @Test
    void messageOutsideOfTransactionsIsAPosition() throws Exception {
        // given
        commits(1, 3);

        // when
        decode(0, insert(1, 10), message(0x20), message(0x20), insert(3, 30), message(0x38));

        // then
        assertThat(told.all())
                .containsExactly(
                        "insert app.t(10)",
                        commit(1),
                        "commit 0/20 null",
                        "insert app.t(30)",
                        commit(3),
                        "commit 0/38 null",
                        "flush");
    }

    @Test
    void heartbeatIsNoChange() throws Exception {
        // given
        commits(1);

        // when
        boolean isHeld = decode(0, insert(1, 10), heartbeat());

        // then
        assertThat(told.all()).containsExactly("insert app.t(10)");
        assertThat(isHeld).isFalse();
    }

    @Test
    void batchIsNotConfirmedWhileATableNeedsEarlierChanges() throws Exception {
        // given
        commits(1);
        told.holds(0);

        // when
        boolean isHeld = decode(1, insert(1, 10));

        // then
        assertThat(isHeld).isFalse();
    }

    @Test
    void changedKeyIsOneMessageInTwoRecords() {
        // given
        SourceRecord oldKey = insert(1, 10);
        oldKey.headers().add("__debezium.newkey", SchemaAndValue.NULL);

        // then
        assertThat(RecordDecoder.messages(List.of(oldKey, insert(1, 11), heartbeat(), insert(1, 12))))
                .isEqualTo(2);
    }

    @Test
    void endOutOfOrderIsRefused() {
        // given
        commits(2, 1);

        // then
        assertThatThrownBy(() -> decode(2, insert(2, 20)))
                .hasMessage("Debezium ended a transaction at 0/10, which is not after the last one's end 0/20");
    }

    @Test
    void batchHasTheOffsetOfItsLastEnd() {
        // given
        commits(1, 2);

        // when
        RecordBatch batch = RecordBatch.of(PARTITION, List.of(insert(1, 10)), commits, 1, false);

        // then
        assertThat(batch.sourceOffset()).isEqualTo(Map.of("lsn_commit", 0x10L));
        assertThat(batch.sourcePartition()).isEqualTo(PARTITION);
    }
}
