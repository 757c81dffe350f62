package io.adbpg.sync.capture;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.AtTable;
import io.adbpg.sync.failure.ValueTooLong;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Knows which table the last message of plug-in {@code pgoutput} was about, so that a failure can be told with a table that comes
 * before a row could be decoded. Keeps no message. For one thread.
 */
public final class LastMessage {
    private final Map<Integer, TableName> tables = new HashMap<>();
    private int id;
    private boolean isDescription;

    /** Notes a message that was read. */
    public void note(ByteBuffer message) {
        int begin = message.position();
        int kind = message.remaining() > Integer.BYTES ? message.get(begin) : 0;
        switch (kind) {
            case 'I', 'U', 'D' -> {
                id = message.getInt(begin + 1);
                isDescription = false;
            }
            case 'R' -> {
                id = message.getInt(begin + 1);
                isDescription = true;
                int schema = begin + 1 + Integer.BYTES;
                int table = end(message, schema) + 1;
                tables.put(id, new TableName(text(message, schema), text(message, table)));
            }
            default -> {}
        }
    }

    /**
     * Tells the table of the last message, if the failure is one to decode that.
     *
     * @throws AtTable with the failure as its cause, if the table is known
     */
    public void tellTable(OutOfMemoryError failure) {
        TableName table = tables.get(id);
        if (table != null) {
            throw AtTable.of(table, failure);
        }
    }

    /**
     * Tells what is known of the table of the next message, if the failure is one to read that and lies in the size of a row. The
     * source describes a table right before its first row.
     *
     * @throws AtTable with the failure as its cause, if a table is known
     */
    public void tellNextTable(Throwable failure) {
        TableName table = tables.get(id);
        if (table != null && (failure instanceof OutOfMemoryError || ValueTooLong.isReasonOf(failure))) {
            throw isDescription ? AtTable.of(table, failure) : AtTable.after(table, failure);
        }
    }

    private static String text(ByteBuffer message, int begin) {
        byte[] bytes = new byte[end(message, begin) - begin];
        message.get(begin, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int end(ByteBuffer message, int begin) {
        int end = begin;
        while (message.get(end) != 0) {
            end++;
        }
        return end;
    }
}
