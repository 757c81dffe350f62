package io.adbpg.sync.capture;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adbpg.sync.failure.AtTable;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Failures are told with the table that the stream was at. */
class LastMessageTest {
    private final SQLException tooLong = new SQLException("ERROR: invalid memory alloc request size 1200000003");

    private final LastMessage last = new LastMessage();

    @Test
    void rowThatCannotBeReadIsOfTheTableThatWasJustDescribed() throws Exception {
        // given
        last.note(description(7, "app", "größe"));

        // when
        ThrowingCallable telling = () -> last.tellNextTable(tooLong);

        // then
        assertPlace(telling, " at a row of table app.\"größe\"");
    }

    @Test
    void rowThatCannotBeReadComesAfterOneOfAnotherTable() throws Exception {
        // given
        last.note(description(7, "app", "notes"));
        last.note(description(-8, "app", "tags"));
        last.note(row('I', 7));
        last.note(ByteBuffer.wrap(new byte[] {'C', 0, 0, 0, 0, 0, 0}));

        // when
        ThrowingCallable telling = () -> last.tellNextTable(new OutOfMemoryError());

        // then
        assertPlace(telling, " after a row of table app.notes");
    }

    @Test
    void rowThatCannotBeDecodedIsOfItsOwnTable() throws Exception {
        // given
        last.note(description(7, "app", "notes"));
        last.note(description(-8, "app", "tags"));
        last.note(row('U', 7));

        // when
        ThrowingCallable telling = () -> last.tellTable(new OutOfMemoryError());

        // then
        assertPlace(telling, " at a row of table app.notes");
    }

    @Test
    void otherFailuresAreLeftAsTheyAre() throws Exception {
        // given
        LastMessage none = new LastMessage();
        last.note(description(7, "app", "notes"));

        // when
        ThrowingCallable telling = () -> {
            none.tellTable(new OutOfMemoryError());
            none.tellNextTable(tooLong);
            last.tellNextTable(new SQLException("ERROR: the server is stopping"));
        };

        // then
        assertThatCode(telling).doesNotThrowAnyException();
    }

    private static void assertPlace(ThrowingCallable telling, String place) {
        assertThatThrownBy(telling)
                .isInstanceOf(AtTable.class)
                .matches(e -> AtTable.place(e).toString().equals(place), place);
    }

    private static ByteBuffer description(int id, String schema, String table) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream message = new DataOutputStream(bytes);
        message.writeByte('R');
        message.writeInt(id);
        message.write((schema + "\0" + table + "\0d").getBytes(StandardCharsets.UTF_8));
        message.writeShort(0);
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    private static ByteBuffer row(char kind, int id) {
        return ByteBuffer.allocate(8).put((byte) kind).putInt(id).rewind();
    }
}
