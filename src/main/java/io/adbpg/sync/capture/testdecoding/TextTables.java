package io.adbpg.sync.capture.testdecoding;

import io.adbpg.sync.capture.KeyColumns;
import io.adbpg.sync.capture.KeyColumns.StreamColumn;
import io.adbpg.sync.catalog.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The captured tables with the columns that they have in the stream. */
final class TextTables {
    /** The name under which ALTER TABLE writes the rows of a table anew, before version 11. */
    private static final Pattern REWRITTEN = Pattern.compile("pg_temp_(\\d{1,10})");

    /**
     * The messages do not tell that a table was altered where its columns have the same names as before. So the catalogue is asked
     * now and then.
     */
    private static final long ASK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Captured captured;
    private final KeyColumns keys;
    private final Map<TableName, TextTable> known = new HashMap<>();
    private final Map<TableName, Long> asked = new HashMap<>();
    private final Map<Long, TableName> byOid = new HashMap<>();

    TextTables(Captured captured, KeyColumns keys) {
        this.captured = captured;
        this.keys = keys;
        captured.oids().forEach((name, oid) -> byOid.put(oid, name));
    }

    /** Whether a table is captured, so that its rows must be read. */
    boolean isCaptured(TableName table) {
        return captured.oids().containsKey(table);
    }

    /** Returns the captured table whose rows are written anew under this name; null if there is none. */
    TableName rewritten(TableName table) {
        Matcher matcher = REWRITTEN.matcher(table.table());
        return matcher.matches() ? byOid.get(Long.parseLong(matcher.group(1))) : null;
    }

    /** Returns a table as it was last; null if it was not seen yet. */
    TextTable last(TableName name) {
        return known.get(name);
    }

    /** Has the catalogue asked again: a transaction without rows may have altered a table. */
    void forgetAnswers() {
        asked.clear();
    }

    /** Returns a table with the columns of a new row. */
    TextTable ofNew(TableName name, TupleText row) {
        TextTable last = known.get(name);
        return last != null && last.isWhole(row) ? asked(last) : describe(name, row.names());
    }

    /**
     * Returns a table with the columns of an old row, which lacks its NULLs, or all but the key.
     *
     * @return one without a relation if nobody knows a table with these columns
     */
    TextTable ofOld(TableName name, TupleText row) {
        TextTable last = known.get(name);
        if (last != null && last.relation() != null && last.contains(row)) {
            return asked(last);
        }
        Set<String> names = new HashSet<>(row.names());
        for (List<String> columns : keys.known(name)) {
            List<String> all = withHidden(name, columns);
            if (all.containsAll(names)) {
                return describe(name, all);
            }
        }
        return describe(name, row.names());
    }

    /** Returns a table of which a message says no columns. */
    TextTable ofNone(TableName name) {
        TextTable last = known.get(name);
        if (last != null) {
            return asked(last);
        }
        List<List<String>> columns = keys.known(name);
        return describe(name, columns.isEmpty() ? List.of() : withHidden(name, columns.get(0)));
    }

    /** Has a table of which an old row lacks its key taken for one that can't be read. */
    void misses(TableName name, TupleText row) {
        describe(name, row.names());
        known.remove(name);
    }

    private TextTable asked(TextTable table) {
        Long before = asked.get(table.name());
        if (before == null || System.nanoTime() - before >= ASK_NANOS) {
            ask(table);
        }
        return table;
    }

    private void ask(TextTable table) {
        asked.put(table.name(), System.nanoTime());
        table.identify(keys.of(
                table.name(), table.columns().stream().map(StreamColumn::named).toList()));
    }

    private TextTable describe(TableName name, List<String> columns) {
        TextTable table = new TextTable(name, columns, hidden(name));
        ask(table);
        TextTable before = known.put(name, table);
        if (before != null) {
            table.follow(before);
        }
        return table;
    }

    /** The system column of tables that have one comes first in a message, and generated columns in their places. */
    private List<String> withHidden(TableName name, List<String> columns) {
        List<String> all = new ArrayList<>(hidden(name));
        all.removeAll(columns);
        all.addAll(columns);
        return all;
    }

    private Set<String> hidden(TableName name) {
        return captured.hidden().getOrDefault(name, Set.of());
    }
}
