package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.mapping.SelectList.Item;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Has both servers check the SQL of an entry: it must parse, and depend on one row alone. No row is read. */
final class SqlCheck {
    private static final String STAGING = "adbpg_sync_check";
    private static final String VIEW = "adbpg_sync_check_view";

    private static final String UNDEFINED_COLUMN = "42703";

    private static final String COLUMNS_READ =
            """
            SELECT DISTINCT a.attname AS column, a.attnum < 0 AS system
              FROM pg_rewrite r
              JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
              JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
             WHERE r.ev_class = 'adbpg_sync_check_view'::regclass AND d.refclassid = 'pg_class'::regclass
               AND d.refobjid = 'adbpg_sync_check'::regclass
            """;
    private static final String OTHERS_READ =
            """
            SELECT DISTINCT d.refobjid::regclass::text AS name
              FROM pg_rewrite r JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
             WHERE r.ev_class = 'adbpg_sync_check_view'::regclass AND d.refclassid = 'pg_class'::regclass
               AND d.refobjid NOT IN ('adbpg_sync_check'::regclass, r.ev_class)
            """;
    /** Finds the volatile functions in the stored form of a view, the only place that names built-in ones. */
    private static final String VOLATILE =
            """
            SELECT DISTINCT p.proname AS name
              FROM pg_rewrite r CROSS JOIN LATERAL
                   regexp_matches(CAST(r.ev_action AS text), ':(opfuncid|funcid) ([0-9]+)', 'g') AS m(parts)
              JOIN pg_proc p ON p.oid = CAST(m.parts[2] AS oid) AND p.provolatile = 'v'
             WHERE r.ev_class = 'adbpg_sync_check_view'::regclass
            """;

    private final Entry entry;
    private final SourceTable table;

    SqlCheck(Entry entry, SourceTable table) {
        this.entry = entry;
        this.table = table;
    }

    /**
     * Checks the expressions and the condition on the source.
     *
     * @param from the FROM item on the source
     * @throws io.adbpg.sync.failure.Refusal with the server's error
     */
    void onSource(Database source, String from, List<Item> items) {
        for (Item item : items) {
            if (item.source() == null) {
                check(source, "columns", item.expression(), explain(from, "(" + item.toJdbc() + ") IS NULL"));
            }
        }
        if (entry.condition() != null) {
            check(
                    source,
                    "where",
                    entry.condition().toString(),
                    explain(from, "(" + entry.condition().toJdbc() + ")"));
        }
    }

    /**
     * Puts the expression into WHERE, where a server accepts nothing that needs other rows: no aggregate, window
     * function or set.
     */
    private static String explain(String from, String condition) {
        return "EXPLAIN SELECT 1 FROM " + from + " WHERE " + condition;
    }

    /**
     * Checks the expressions and the condition on the target.
     *
     * @param types the staging types of the source's columns, by name
     * @return the columns that each expression reads, by its target column; those of the condition under a blank name
     * @throws io.adbpg.sync.failure.Refusal with the server's error
     */
    Map<String, Set<String>> onTarget(Database target, Map<String, String> types, List<Item> items) {
        StringBuilder definition = new StringBuilder();
        types.forEach((column, type) -> definition
                .append(definition.isEmpty() ? "" : ", ")
                .append(TableName.quote(column))
                .append(' ')
                .append(type));
        target.run("CREATE TEMPORARY TABLE " + STAGING + " (" + definition + ")");
        Map<String, Set<String>> reads = new HashMap<>();
        for (Item item : items) {
            if (item.source() == null && !item.isConstant()) {
                reads.put(
                        item.target(), reads(target, "columns", item.expression(), "(" + item.toJdbc() + ") IS NULL"));
            }
        }
        if (entry.condition() != null) {
            reads.put(
                    "",
                    reads(
                            target,
                            "where",
                            entry.condition().toString(),
                            entry.condition().toJdbc()));
        }
        return reads;
    }

    private Set<String> reads(Database target, String parameter, String text, String condition) {
        check(
                target,
                parameter,
                text,
                "CREATE TEMPORARY VIEW " + VIEW + " AS SELECT 1 AS one FROM " + STAGING + " AS s WHERE " + condition);
        Set<String> columns = new TreeSet<>();
        for (Map<String, Object> row : target.run(COLUMNS_READ)) {
            if ((Boolean) row.get("system")) {
                throw entry.refusal(
                        parameter,
                        Message.of(
                                "'{0}' reads {1}, which is not the same on both servers: leave it out",
                                text, row.get("column")));
            }
            columns.add((String) row.get("column"));
        }
        for (Map<String, Object> row : target.run(OTHERS_READ)) {
            throw entry.refusal(
                    parameter,
                    Message.of(
                            "'{0}' reads {1}, whose changes would go unnoticed: use columns of {2} only",
                            text, row.get("name"), table.name()));
        }
        if (parameter.equals("where")) {
            for (Map<String, Object> row : target.run(VOLATILE)) {
                throw entry.refusal(
                        parameter,
                        Message.of(
                                "'{0}' calls {1}, which returns a different result each time: a condition must depend on the row"
                                        + " only",
                                text, row.get("name")));
            }
        }
        target.run("DROP VIEW " + VIEW);
        return columns;
    }

    /**
     * Checks that the target accepts the values that are selected from staging.
     *
     * @param into the table to ask about
     */
    void insert(Database target, String into, TableSql sql) {
        String statement = "EXPLAIN INSERT INTO " + into + " " + sql.insertColumns() + " SELECT " + sql.insertValues()
                + " FROM " + STAGING + " AS s WHERE " + sql.condition();
        check(target, "columns", SqlText.of(entry.columns()).toString(), statement);
    }

    /** Drops what {@link #onTarget} created. */
    void close(Database target) {
        target.run("DROP TABLE " + STAGING);
    }

    private void check(Database database, String parameter, String text, String statement) {
        try {
            database.run(statement);
        } catch (Failed e) {
            ServerErrorMessage said = said(e);
            if (said == null
                    || !e.sqlState().matches("(0A|21|22|42|XX).*")
                    || e.sqlState().equals("42501")) {
                throw e;
            }
            Set<String> generated = generated(e, text);
            if (!generated.isEmpty()) {
                throw entry.refusal(
                        parameter,
                        Message.of(
                                "'{0}' reads {1}, which the source generates and so does not publish: write the expression that"
                                        + " it is generated by in its place",
                                text, String.join(", ", generated)));
            }
            String hint = said.getHint() == null ? "" : " (" + said.getHint() + ")";
            throw entry.refusal(
                    parameter,
                    Message.of(
                            "the {0} rejects '{1}': {2}{3}; correct it there",
                            database.word(), text, said.getMessage(), hint));
        }
    }

    /** Returns the generated columns that a text reads, if it is refused for a column that is not there. */
    private Set<String> generated(Failed failure, String text) {
        Set<String> read = new TreeSet<>(table.generated());
        read.removeIf(column -> !UNDEFINED_COLUMN.equals(failure.sqlState())
                || !SqlText.of(text).mentionsAny(List.of(column)));
        return read;
    }

    private static ServerErrorMessage said(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof PSQLException sql) {
                return sql.getServerErrorMessage();
            }
        }
        return null;
    }
}
