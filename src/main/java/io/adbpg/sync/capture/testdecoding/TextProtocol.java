package io.adbpg.sync.capture.testdecoding;

import io.adbpg.sync.capture.KeyColumns;
import io.adbpg.sync.capture.TransactionHandler;
import io.adbpg.sync.capture.slot.SlotDecoder;
import io.adbpg.sync.capture.slot.SlotProtocol;
import io.adbpg.sync.failure.Hindrance;
import io.adbpg.sync.status.SlotReading;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postgresql.core.Encoding;

/**
 * The messages of plug-in {@code test_decoding}. That of a commit is replaced by {@code C}, the end of the commit record, and the time
 * of the commit in microseconds; all others stay, in UTF-8.
 */
final class TextProtocol implements SlotProtocol {
    private static final byte COMMIT = 'C';
    private static final int COMMIT_SIZE = 1 + 2 * Long.BYTES;

    private final Captured tables;
    /** The encoding of the source's database; null if its bytes are taken as they are. */
    private Charset encoding;

    TextProtocol(Captured tables) {
        this.tables = tables;
    }

    @Override
    public Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("include-xids", "0");
        options.put("include-timestamp", "1");
        return options;
    }

    @Override
    public void begin(String name) {
        // Unlike pgoutput, this plug-in does not convert what it sends.
        boolean isAsItIs = name == null || name.equals("UTF8") || name.equals("SQL_ASCII");
        encoding = isAsItIs
                ? null
                : Charset.forName(Encoding.getDatabaseEncoding(name).name());
    }

    @Override
    public ByteBuffer received(ByteBuffer message, long lsn) {
        if (message.hasRemaining() && message.get(message.position()) == COMMIT) {
            return ByteBuffer.allocate(COMMIT_SIZE)
                    .put(COMMIT)
                    .putLong(lsn)
                    .putLong(CommitTime.micros(message))
                    .flip();
        }
        return encoding == null ? message : inUtf8(message);
    }

    private ByteBuffer inUtf8(ByteBuffer message) {
        try {
            return ByteBuffer.wrap(
                    encoding.newDecoder().decode(message).toString().getBytes(StandardCharsets.UTF_8));
        } catch (CharacterCodingException e) {
            throw Hindrance.of("a change contains a text that is not in the source's encoding {0}", encoding);
        }
    }

    @Override
    public void tell(ByteBuffer message, SlotReading reading) {
        if (isCommit(message)) {
            reading.committed(lsn(message), Math.floorDiv(micros(message), 1000));
        }
    }

    @Override
    public boolean isCommit(ByteBuffer message) {
        return message.remaining() == COMMIT_SIZE && message.get(message.position()) == COMMIT;
    }

    @Override
    public SlotDecoder decoder(KeyColumns keys, TransactionHandler handler) {
        return new TextDecoder(this, new TextTables(tables, keys), handler);
    }

    /** Returns the end of the commit record, from the message of a commit. */
    static long lsn(ByteBuffer commit) {
        return commit.getLong(commit.position() + 1);
    }

    /** Returns the time of the commit in microseconds since 1970, from its message. */
    static long micros(ByteBuffer commit) {
        return commit.getLong(commit.position() + 1 + Long.BYTES);
    }
}
