package io.adbpg.sync.apply;

import io.adbpg.sync.fold.Row;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Formats one column of many rows as a PostgreSQL array literal, to be bound as one value. */
final class ArrayLiteral {
    private ArrayLiteral() {}

    /** Returns the values of a column, counted from 0, as an array literal such as {@code {"1","2"}}. */
    static String of(List<Row> rows, int column) {
        ByteArrayOutputStream array = new ByteArrayOutputStream(16 * rows.size() + 2);
        array.write('{');
        for (int i = 0; i < rows.size(); i++) {
            if (i > 0) {
                array.write(',');
            }
            append(array, rows.get(i), rows.get(i).offset(column));
        }
        array.write('}');
        return array.toString(StandardCharsets.UTF_8);
    }

    private static void append(ByteArrayOutputStream array, Row row, int offset) {
        int count = row.length(offset);
        if (count < 0) {
            array.writeBytes(new byte[] {'N', 'U', 'L', 'L'});
            return;
        }
        byte[] bytes = row.bytes();
        array.write('"');
        int start = offset + Integer.BYTES;
        for (int i = start; i < start + count; i++) {
            if (bytes[i] == '"' || bytes[i] == '\\') {
                array.write('\\');
            }
            array.write(bytes[i]);
        }
        array.write('"');
    }
}
