package io.adbpg.sync.load;

import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowBuilder;

/** Decodes rows in COPY's text format. */
public final class CopyLine {
    /** Lines longer than this, in bytes, are measured before they are decoded. */
    private static final int LARGE = 1 << 16;

    private CopyLine() {}

    /**
     * Decodes a line.
     *
     * @param line the line with its newline; this overwrites it
     * @param row an empty builder
     */
    public static Row decode(byte[] line, RowBuilder row) {
        if (line.length > LARGE) {
            row.expect(rowSize(line));
        }
        int from = 0;
        int to = 0;
        for (int at = 0; at < line.length; at++) {
            byte b = line[at];
            if (b == '\t' || b == '\n') {
                row.add(line, from, to - from);
                from = at + 1;
                to = from;
            } else if (b != '\\') {
                line[to++] = b;
            } else if (line[++at] == 'N') {
                row.add(null);
                // Skip the separator.
                at++;
                from = at + 1;
                to = from;
            } else {
                line[to++] = unescaped(line[at]);
            }
        }
        return row.build();
    }

    /** The size of the decoded row, in bytes. */
    private static int rowSize(byte[] line) {
        int size = 0;
        for (int at = 0; at < line.length; at++) {
            byte b = line[at];
            if (b == '\t' || b == '\n') {
                size += Integer.BYTES;
            } else if (b != '\\') {
                size++;
            } else if (line[++at] != 'N') {
                size++;
            }
        }
        return size;
    }

    private static byte unescaped(byte letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0B;
            default -> letter;
        };
    }
}
