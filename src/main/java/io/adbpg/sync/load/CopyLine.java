package io.adbpg.sync.load;

import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowBuilder;

/** Reads a row in COPY's text format. */
public final class CopyLine {
    private CopyLine() {}

    /**
     * The values of a line.
     *
     * @param line with its end of line; it is overwritten
     */
    public static Row decode(byte[] line, RowBuilder row) {
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
                // The separator that follows.
                at++;
                from = at + 1;
                to = from;
            } else {
                line[to++] = unescaped(line[at]);
            }
        }
        return row.build();
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
