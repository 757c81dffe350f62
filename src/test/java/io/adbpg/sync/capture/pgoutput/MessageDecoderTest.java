package io.adbpg.sync.capture.pgoutput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.adbpg.sync.capture.TransactionHandler;
import io.adbpg.sync.failure.OutOfMemory;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.support.Told;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decodes messages that a real server has sent. */
class MessageDecoderTest {
    private static final String DIGITS = "0123456789".repeat(6) + "0123…";
    private static final String LETTERS = "abcdefghij".repeat(6) + "abcd…";

    private static List<String> changes(String part) throws Exception {
        return Recording.decode(Recording.part(part)).changes();
    }

    @Test
    void transactionHasItsIdItsEndAndItsTime() throws Exception {
        // when
        List<String> told = Recording.decode(Recording.part("delete")).all();

        // then
        assertThat(told)
                .containsExactly("delete app.items(3, NULL, NULL)", "commit 0/152CFE0 2026-11-22T22:34:13.951453Z");
    }

    @Test
    void tableAtWhichMemoryRunsOutIsNamed() {
        // given
        MessageDecoder decoder = Recording.decoder(new TransactionHandler() {
            @Override
            public void change(Operation operation, Relation relation, Row old, Row row) {
                throw new OutOfMemoryError("Java heap space");
            }

            @Override
            public void commit(long lsn, Instant time) {}

            @Override
            public long flush() {
                return 0;
            }

            @Override
            public long settle() {
                return 0;
            }
        });

        // when
        Throwable failure = catchThrowable(() -> {
            for (byte[] message : Recording.part("insert")) {
                decoder.decode(ByteBuffer.wrap(message));
            }
        });

        // then
        assertThat(OutOfMemory.refusal(failure)).hasMessageContaining("at a row of table app.items");
    }

    @Test
    void insertHasTextNullAndEmptyText() throws Exception {
        assertThat(changes("insert"))
                .containsExactly(
                        "insert app.items(1, one, ok)",
                        "insert app.items(2, NULL, sad)",
                        "insert app.items(3, , NULL)");
    }

    @Test
    void updateHasTheNewRow() throws Exception {
        assertThat(changes("update")).containsExactly("update app.items(1, uno, ok)");
    }

    @Test
    void updateOfAKeyHasTheOldKeyToo() throws Exception {
        assertThat(changes("update of a key"))
                .containsExactly("update app.items(2, NULL, NULL) to app.items(20, NULL, sad)");
    }

    @Test
    void valueThatWasNotSentIsUnchanged() throws Exception {
        assertThat(changes("unchanged"))
                .containsExactly(
                        "insert app.pages(0, 1, " + DIGITS + ")",
                        "update app.pages(1, 1, unchanged)",
                        "update app.pages(NULL, 1, NULL) to app.pages(1, 2, unchanged)");
    }

    @Test
    void rowsWithoutAKeyAreAlwaysWhole() throws Exception {
        assertThat(changes("keyless"))
                .containsExactly(
                        "insert app.lines(1, a)",
                        "insert app.lines(1, a)",
                        "update app.lines(1, a) to app.lines(1, b)",
                        "update app.lines(1, a) to app.lines(1, b)",
                        "delete app.lines(1, b)",
                        "delete app.lines(1, b)");
    }

    @Test
    void wholeOldRowFillsInUnchangedValuesAndIsPassedOnlyIfTheKeyChanged() throws Exception {
        assertThat(changes("whole old rows"))
                .containsExactly(
                        "insert app.whole(1, " + LETTERS + ", a)",
                        "update app.whole(1, " + LETTERS + ", b)",
                        "update app.whole(1, " + LETTERS + ", b) to app.whole(2, " + LETTERS + ", b)",
                        "delete app.whole(2, " + LETTERS + ", b)");
    }

    @Test
    void keyThatIsStoredOutOfLineIsTakenFromTheOldRow() throws Exception {
        // when
        List<String> changes = changes("key out of line");

        // then
        String address = changes.get(0).replaceFirst("insert (.*), 0\\)", "$1");
        assertThat(changes).element(1).isEqualTo("update " + address + ", 1)");
    }

    @Test
    void namesAreTakenAsTheyAre() throws Exception {
        assertThat(changes("names")).containsExactly("insert app.\"Größe \"\"x\"\"\"(1, ß)");
    }

    @Test
    void tableThatIsNotCapturedIsSkipped() throws Exception {
        assertThat(changes("not captured")).isEmpty();
    }

    @Test
    void truncateNamesEachCapturedTable() throws Exception {
        assertThat(changes("truncate")).containsExactly("truncate app.items", "truncate app.lines");
    }

    @Test
    void messagesAndOriginsAreSkipped() throws Exception {
        assertThat(changes("message")).containsExactly("insert app.items(4, four, ok)");
        assertThat(changes("origin")).containsExactly("insert app.items(5, five, ok)");
    }

    @Test
    void alteredTableIsReadWithItsNewColumns() throws Exception {
        assertThat(changes("altered"))
                .containsExactly("insert app.items(6, six, ok, 6)", "insert app.items(7, sad, 7)");
    }

    @Test
    void repeatedDescriptionKeepsTheRelation() throws Exception {
        // given
        List<byte[]> messages = new ArrayList<>(Recording.part("keyless"));
        messages.addAll(4, Recording.part("keyless").subList(1, 3));

        // when
        List<Relation> relations = Recording.decode(messages).relations();

        // then
        assertThat(relations).hasSizeGreaterThan(2).containsOnly(relations.get(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            begins in another one                    | 42000000000152cfb0000303e3d87227dd000002de
            there is no such kind                    | 53000002de01
            there is no such kind                    | 50
            was not described                        | 4900004fff4e000174000000013a
            no new row                               | 49000040074b0003740000000133740000000161740000000162
            no old row                               | 44000040074e0003740000000133740000000161740000000162
            of 2 columns of table app.items, which has 3 | 49000040074e00027400000001337400000001ff
            in a format that nobody asked for        | 49000040074e0003620000000133740000000161740000000162
            a field of 1073741824 bytes where        | 49000040074e000374400000003374000000016174
            a value of -1 bytes                      | 49000040074e000374ffffffff3374000000016174
            bytes too many                           | 49000040074e000374000000013374000000016174000000016200
            without its key column id                | 49000040074e00036e740000000161740000000162
            without column id, which is needed       | 55000040074e000375740000000161740000000162
            lacks a value                            | 49000040074e000374000000013375740000000162
            no table                                 | 540000000000
            was to end at 0/152CFB0 ends at 0/152CFB1 | 4300000000000152cfb1000000000152cfe0000303e3d87227dd
            not UTF-8                                | 520000400761707000ff006400030169
            a text without end                       | 520000400761707000
            without a kind                           | ''
            """)
    void malformedMessageIsAnError(String says, String message) throws Exception {
        // given
        Told told = new Told();
        MessageDecoder decoder = Recording.decoder(told);
        for (byte[] before : Recording.part("delete").subList(0, 3)) {
            decoder.decode(ByteBuffer.wrap(before));
        }

        // then
        ByteBuffer wrong = ByteBuffer.wrap(HexFormat.of().parseHex(message));
        assertThatThrownBy(() -> decoder.decode(wrong))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("cannot read a message ")
                .hasMessageContaining(says);
        assertThat(told.changes()).isEmpty();
    }

    @Test
    void changeOutsideATransactionIsAnError() {
        // given
        List<byte[]> withoutBegin = Recording.part("insert").subList(1, 5);

        // then
        assertThatThrownBy(() -> Recording.decode(withoutBegin)).hasMessageEndingWith("no transaction has begun");
    }

    @Test
    void partOfAnOldRowIsNoOldRowForATableWithoutAKey() throws Exception {
        // given
        Told told = new Told();
        MessageDecoder decoder = new MessageDecoder((table, columns) -> new int[0], told);

        // when
        for (byte[] message : Recording.part("update of a key").subList(0, 4)) {
            decoder.decode(ByteBuffer.wrap(message));
        }

        // then
        assertThat(told.changes()).hasSize(1).noneMatch(change -> change.contains(" to "));
    }

    @Test
    void positionInALargerBufferIsRespected() throws Exception {
        // given
        Told told = new Told();
        MessageDecoder decoder = Recording.decoder(told);

        // when
        for (byte[] message : Recording.part("update")) {
            ByteBuffer larger = ByteBuffer.allocate(message.length + 20);
            larger.position(7).put(message).flip().position(7);
            decoder.decode(larger.slice());
        }

        // then
        assertThat(told.changes()).containsExactly("update app.items(1, uno, ok)");
    }

    @Test
    void valuesAreTheBytesThatWereSent() throws Exception {
        // when
        Row row = Recording.decode(Recording.part("names")).rows().get(0);

        // then
        assertThat(row.bytes()).isEqualTo(HexFormat.of().parseHex("000000013100000002c39f"));
    }
}
