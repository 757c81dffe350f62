package io.adbpg.sync.apply;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.failure.ServerWords;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.mapping.CopiedColumns;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Describes a row that the target refused: its key, the value, and the server's reason. */
public final class RefusedRow {
    private static final int SHOWN = 64;
    /** Data exceptions, constraint violations, and limits, such as the longest value that an index takes. */
    private static final Set<String> ROW_CLASSES = Set.of("22", "23", "54");

    /**
     * Classes of errors that are a statement's, but also those of a value that names what the server lacks, such as a
     * {@code regtype}, or is no syntax of its type there, such as a {@code tsquery} with {@code <->}.
     */
    private static final Set<String> VALUE_CLASSES = Set.of("42", "3F");

    /** {@code COPY orders, line 3, column kind: "}. */
    private static final Pattern COPIED_VALUE = Pattern.compile("COPY [^,]+, [^,\\d]*\\d+[^:,]*, [^:]+: \"");

    private final TableName table;
    private final List<String> columns;
    private final List<String> types;
    private final List<String> key;

    /** @param copied the columns that the rows were COPYed into */
    public RefusedRow(CopiedColumns copied) {
        this.table = copied.table();
        this.columns = copied.names();
        this.types = copied.types();
        this.key = copied.key();
    }

    /**
     * Whether the server refused a row for its values: by a type, by a constraint, or for the limits of an index or type.
     *
     * @param failure may be null
     */
    public static boolean isOf(SQLException failure) {
        String state = failure == null ? null : failure.getSQLState();
        return state != null
                && said(failure) != null
                && (isAnyOf(ROW_CLASSES, state) || (isAnyOf(VALUE_CLASSES, state) && isOfCopiedValue(failure)));
    }

    private static boolean isAnyOf(Set<String> classes, String state) {
        return classes.stream().anyMatch(state::startsWith);
    }

    /** Whether a type could not read a value of a COPY: with any other failure the context begins with a function, or is empty. */
    private static boolean isOfCopiedValue(SQLException failure) {
        String where = said(failure).getWhere();
        return where != null && COPIED_VALUE.matcher(where).lookingAt();
    }

    /**
     * Returns the refusal for a COPY that failed; null if the server does not say at which row.
     *
     * @param into the table that was COPYed into, unquoted and without its schema
     * @param lines returns the row of a line, counted from 0; null if it is not known
     */
    public Refusal refusal(SQLException failure, String into, IntFunction<Row> lines) {
        CopyPlace place = CopyPlace.of(failure, into, columns);
        if (place == null) {
            return null;
        }
        Row found = lines.apply(place.line() - 1);
        Row row = found != null && place.isOf(found, columns) ? found : null;
        if (place.column() == null) {
            return refused(row, failure);
        }
        int at = columns.indexOf(place.column());
        return unfit(row, place.column(), row == null ? place.value() : row.text(at), types.get(at), failure);
    }

    /**
     * Returns the refusal for a row as a whole.
     *
     * @param row the row; null if it is not known
     * @param failure of which {@link #isOf} holds
     */
    Refusal refused(Row row, SQLException failure) {
        return new Refusal(
                Message.of(
                        "table {0}: the target refuses {1}: {2}{3}",
                        table, name(row), oneLine(said(failure).getMessage()), detail(said(failure))),
                failure);
    }

    /**
     * Returns the refusal for one value of a row.
     *
     * @param row its row; null if it is not known
     * @param type the type of its column on the target
     * @param failure of which {@link #isOf} holds
     */
    Refusal unfit(Row row, String column, String value, String type, SQLException failure) {
        return new Refusal(
                Message.of(
                        "table {0}: {1}: value {2} of column {3} does not fit {4} on the target: {5}; widen the column"
                                + " there, or convert the value in `columns` of its entry",
                        table,
                        name(row),
                        cut(value),
                        column,
                        type,
                        oneLine(said(failure).getMessage())),
                failure);
    }

    private Message name(Row row) {
        return row == null
                ? Message.of("a row")
                : Message.of(
                        "row {0}",
                        (key.isEmpty() ? columns : key)
                                .stream()
                                        .map(name -> name + "=" + cut(row.text(columns.indexOf(name))))
                                        .collect(Collectors.joining(", ")));
    }

    /** Returns the server's detail, unless it shows the whole row: that must not get into the log. */
    private static String detail(ServerErrorMessage said) {
        String detail = said.getDetail();
        return detail == null || "23502".equals(said.getSQLState()) || "23514".equals(said.getSQLState())
                ? ""
                : " (" + oneLine(detail) + ")";
    }

    private static ServerErrorMessage said(SQLException failure) {
        return failure instanceof PSQLException said ? said.getServerErrorMessage() : null;
    }

    private static String cut(String value) {
        if (value == null) {
            return "NULL";
        }
        int end = value.offsetByCodePoints(0, Math.min(SHOWN, value.codePointCount(0, value.length())));
        return oneLine(value.substring(0, end)) + (end < value.length() ? "…" : "");
    }

    private static String oneLine(String text) {
        return ServerWords.of(text).replaceAll("\\R", "⏎");
    }
}
