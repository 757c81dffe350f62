package io.adbpg.sync.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The sequences of one end: those of serial and identity columns, those that defaults call, and all others. */
public final class Sequences {
    private static final String FIND =
            """
            SELECT n.nspname AS schema, c.relname AS name, tn.nspname AS table_schema, tc.relname AS table_name,
                   a.attname AS column
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN (
                   SELECT d.objid AS sequence, d.refobjid AS relation, d.refobjsubid AS attribute
                     FROM pg_depend d
                    WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
                      AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
                    UNION
                   SELECT d.refobjid, f.adrelid, f.adnum
                     FROM pg_depend d JOIN pg_attrdef f ON f.oid = d.objid
                    WHERE d.classid = 'pg_attrdef'::regclass AND d.refclassid = 'pg_class'::regclass
                   ) AS u ON u.sequence = c.oid
              LEFT JOIN pg_class tc ON tc.oid = u.relation
              LEFT JOIN pg_namespace tn ON tn.oid = tc.relnamespace
              LEFT JOIN pg_attribute a ON a.attrelid = u.relation AND a.attnum = u.attribute
             WHERE c.relkind = 'S' AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'adbpg_sync')
             ORDER BY 1, 2, 3, 4, 5
            """;

    private final Database database;

    /** The sequences of a database. */
    public Sequences(Database database) {
        this.database = database;
    }

    /** A column that a sequence numbers. */
    public record Column(TableName table, String name) {
        /** Returns the column as a user writes it. */
        @Override
        public String toString() {
            return table + "." + TableName.readable(name);
        }
    }

    /**
     * Where a sequence stands.
     *
     * @param isCalled whether {@code last} was handed out already
     */
    public record Value(long last, boolean isCalled) {
        /** Whether the next number that follows is behind the next one of the other, in an ascending sequence. */
        public boolean isBehind(Value other) {
            return last < other.last || (last == other.last && !isCalled && other.isCalled);
        }
    }

    /** Returns the names of all sequences, each with the columns that it numbers. */
    public Map<TableName, List<Column>> find() {
        Map<TableName, List<Column>> found = new TreeMap<>();
        for (Map<String, Object> row : database.run(FIND)) {
            List<Column> columns = found.computeIfAbsent(
                    new TableName((String) row.get("schema"), (String) row.get("name")), name -> new ArrayList<>());
            if (row.get("column") != null) {
                columns.add(new Column(
                        new TableName((String) row.get("table_schema"), (String) row.get("table_name")),
                        (String) row.get("column")));
            }
        }
        return found;
    }

    /**
     * Returns where a sequence stands.
     *
     * @throws io.adbpg.sync.failure.Failed if the account lacks SELECT on it
     */
    public Value value(TableName sequence) {
        Map<String, Object> row = database.run("SELECT last_value, is_called FROM " + sequence.toSql())
                .get(0);
        return new Value(((Number) row.get("last_value")).longValue(), (Boolean) row.get("is_called"));
    }

    /**
     * Sets a sequence; no rollback takes that back.
     *
     * @throws io.adbpg.sync.failure.Failed if the account lacks UPDATE on it, or the value is beyond its limits
     */
    public void set(TableName sequence, Value value) {
        database.run(
                "SELECT setval(CAST(:?sequence AS regclass), :?last, :?called)",
                Map.of("sequence", sequence.toSql(), "last", value.last(), "called", value.isCalled()));
    }
}
