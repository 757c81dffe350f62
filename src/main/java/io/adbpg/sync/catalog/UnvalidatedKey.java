package io.adbpg.sync.catalog;

import io.adbpg.sync.failure.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A column of a table's replica identity whose NOT NULL constraint is NOT VALID, as can be from version 18 on: rows from before it
 * may have NULL there, and the stream can't tell which of these is updated or deleted.
 *
 * @param constraint its name, quoted where SQL needs it
 */
record UnvalidatedKey(TableName table, String column, String constraint) {
    private static final String FIND =
            """
            SELECT n.nspname AS schema, c.relname AS name, a.attname AS column, quote_ident(k.conname) AS constraint
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_index i ON i.indrelid = c.oid AND i.indisreplident
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
              JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'n' AND NOT k.convalidated AND k.conkey = ARRAY[a.attnum]
             WHERE c.relkind IN ('r', 'p') AND c.relreplident = 'i' AND ({wanted})
             ORDER BY n.nspname, c.relname, a.attnum
            """
                    .replace("{wanted}", SourceTableReader.WANTED);

    /**
     * Finds those of tables.
     *
     * @param names tables, or {@code schema.*} for all tables of a schema
     */
    static List<UnvalidatedKey> find(Database source, Collection<TableName> names) {
        List<UnvalidatedKey> found = new ArrayList<>();
        for (Map<String, Object> row : source.run(FIND, SourceTableReader.wanted(names))) {
            found.add(new UnvalidatedKey(
                    new TableName((String) row.get("schema"), (String) row.get("name")),
                    (String) row.get("column"),
                    (String) row.get("constraint")));
        }
        return found;
    }

    /** Returns why the table can't be captured. */
    Refusal refusal() {
        String fix = "ALTER TABLE " + table + " VALIDATE CONSTRAINT " + constraint;
        return Refusal.of(
                        "the replica identity of source table {0} contains column {1}, whose constraint NOT NULL is NOT VALID: rows"
                                + " with NULL there could not be told apart; run {2} on the source",
                        table, column, fix)
                .withFix(fix);
    }
}
