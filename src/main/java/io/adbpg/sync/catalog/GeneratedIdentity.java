package io.adbpg.sync.catalog;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A generated column in the replica identity of a table or of one of its partitions. While the table is in a publication
 * that does not contain the column, the source refuses every UPDATE and DELETE on it (42P10), from version 18 on.
 *
 * @param table the table, which may be a partition root
 * @param holder the table or partition that has the replica identity
 * @param isVirtual whether no publication can contain the column
 */
record GeneratedIdentity(TableName table, TableName holder, String column, boolean isVirtual) {
    private static final String FIND =
            """
            SELECT n.nspname AS schema, c.relname AS name, hn.nspname AS holder_schema, h.relname AS holder,
                   a.attname AS column, a.attgenerated = 'v' AS virtual
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              CROSS JOIN LATERAL (SELECT c.oid AS oid
                                  UNION SELECT CAST(p.relid AS oid) FROM pg_partition_tree(c.oid) AS p) AS parts
              JOIN pg_class h ON h.oid = parts.oid AND h.relkind = 'r' JOIN pg_namespace hn ON hn.oid = h.relnamespace
              JOIN pg_attribute a ON a.attrelid = h.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated <> ''
             WHERE c.relkind IN ('r', 'p') AND c.relpersistence = 'p' AND ({wanted})
               AND (h.relreplident = 'f'
                    OR EXISTS (SELECT 1 FROM pg_index i
                                WHERE i.indrelid = h.oid AND a.attnum = ANY (i.indkey)
                                  AND CASE h.relreplident WHEN 'i' THEN i.indisreplident WHEN 'd' THEN i.indisprimary END))
             ORDER BY n.nspname, c.relname, h.oid, a.attnum
            """
                    .replace("{wanted}", SourceTableReader.WANTED);

    /**
     * Finds those of tables.
     *
     * @param source version 18 or later
     * @param names tables, or {@code schema.*} for all tables of a schema
     */
    static List<GeneratedIdentity> find(Database source, Collection<TableName> names) {
        List<GeneratedIdentity> found = new ArrayList<>();
        for (Map<String, Object> row : source.run(FIND, SourceTableReader.wanted(names))) {
            found.add(new GeneratedIdentity(
                    new TableName((String) row.get("schema"), (String) row.get("name")),
                    new TableName((String) row.get("holder_schema"), (String) row.get("holder")),
                    (String) row.get("column"),
                    (Boolean) row.get("virtual")));
        }
        return found;
    }

    /**
     * Returns why the table must not be published because of a virtual column.
     *
     * @param hasKey whether the table has a key that can take the place of REPLICA IDENTITY FULL
     */
    Refusal refusal(boolean hasKey) {
        Message why = holder.equals(table)
                ? Message.of(
                        "source table {0} has REPLICA IDENTITY FULL and virtual generated column {1}, which PostgreSQL can't"
                                + " publish, so while the table is published it refuses every UPDATE and DELETE",
                        table, column)
                : Message.of(
                        "partition {0} of source table {1} has REPLICA IDENTITY FULL and virtual generated column {2}, which"
                                + " PostgreSQL can't publish, so while the table is published it refuses every UPDATE and"
                                + " DELETE",
                        holder, table, column);
        if (!hasKey) {
            return Refusal.of(
                    "{0}: give it a primary key and REPLICA IDENTITY DEFAULT, make the column STORED, or take the"
                            + " table out of routes/tables.camel.yaml",
                    why);
        }
        String fix = "ALTER TABLE " + holder + " REPLICA IDENTITY DEFAULT";
        return Refusal.of("{0}: run {1} on the source, or take the table out of routes/tables.camel.yaml", why, fix)
                .withFix(fix);
    }
}
