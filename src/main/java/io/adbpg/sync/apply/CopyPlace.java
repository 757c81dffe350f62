package io.adbpg.sync.apply;

import io.adbpg.sync.fold.Row;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;

/**
 * The place in a COPY where the server met what it refuses, as it says in the context of its message. That is in the server's
 * language, so only what is the same in all of them is read.
 *
 * @param line the line, from 1 on
 * @param column the column; null if the whole line is refused
 * @param value what the server shows of the line or of the column's value
 */
record CopyPlace(int line, String column, String value) {
    private static final String CUT = "...";
    /** {@code COPY orders, line 3, column qty: "300"}. */
    private static final Pattern PLACE = Pattern.compile(
            "[^\\d,]*(\\d+)[^:,]*(?:, [^ ]+ (?<column>[^\\n]+?))?(?:: (?:\"(?<value>.*)\"|[^\"\\n]*))?(?:\\n.*)?",
            Pattern.DOTALL);

    /** Whether a row has what the server shows: a row that was looked up by its line could be another one. */
    boolean isOf(Row row, List<String> columns) {
        if (value == null) {
            return true;
        }
        String begin = value.endsWith(CUT) ? value.substring(0, value.length() - CUT.length()) : value;
        if (column != null) {
            String text = row.text(columns.indexOf(column));
            return text != null && text.startsWith(begin);
        }
        CopyText line = new CopyText();
        for (int i = 0; i < columns.size(); i++) {
            line.add(row, row.offset(i));
        }
        String text = new String(line.buffer(), 0, line.length(), StandardCharsets.UTF_8);
        // A staged line holds more than the row.
        return text.startsWith(begin) || begin.startsWith(text);
    }

    /**
     * Reads the place.
     *
     * @param into the table's name as the server knows it, without schema
     * @param columns the columns of the COPY
     * @return null if the server names none
     */
    static CopyPlace of(SQLException failure, String into, List<String> columns) {
        String where = failure instanceof PSQLException said && said.getServerErrorMessage() != null
                ? said.getServerErrorMessage().getWhere()
                : null;
        String begin = "COPY " + into + ", ";
        int from = where == null ? -1 : where.indexOf(begin);
        if (from < 0) {
            return null;
        }
        Matcher place = PLACE.matcher(where.substring(from + begin.length()));
        if (!place.matches()) {
            return null;
        }
        String column = place.group("column");
        return new CopyPlace(
                Integer.parseInt(place.group(1)),
                column != null && columns.contains(column) ? column : null,
                place.group("value"));
    }
}
