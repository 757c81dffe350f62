package io.adbpg.sync.load;

import io.adbpg.sync.apply.CopyStream;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowBuilder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * A row in COPY's text format, behind its place on the source: {@code tableoid} and {@code ctid}, such as {@code 16385(0,1)}. It
 * can be found there again by the snapshot that it was read from.
 */
final class PlacedRow {
    /** About how much memory it takes beside its bytes. */
    private static final int OVERHEAD = 48;

    /** The place, a tab, the row and its newline. */
    private final byte[] line;

    /** Where the row begins. */
    private final int from;

    private PlacedRow(byte[] line, int from) {
        this.line = line;
        this.from = from;
    }

    /** Reads a line that begins with a place. */
    static PlacedRow of(byte[] line) {
        int from = 0;
        while (line[from] != '\t' && line[from] != '\n') {
            from++;
        }
        return new PlacedRow(line, from + 1);
    }

    /** The place. */
    String place() {
        return new String(line, 0, from - 1, StandardCharsets.US_ASCII);
    }

    /** Adds the row, without its place, to a COPY. */
    void writeTo(CopyStream stream) throws SQLException {
        stream.addEncoded(line, from);
    }

    /** How many bytes the row has in COPY's text format. */
    int length() {
        return line.length - from;
    }

    /** About how much memory it takes, in bytes. */
    int size() {
        return line.length + OVERHEAD;
    }

    /** The row's values. */
    Row decode() {
        return CopyLine.decode(Arrays.copyOfRange(line, from, line.length), new RowBuilder());
    }
}
