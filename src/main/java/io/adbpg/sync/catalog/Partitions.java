package io.adbpg.sync.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.Jsoner;

/** Reads the partitions of captured roots from the source's catalogue. */
public final class Partitions {
    /** A partition that is being detached concurrently is one no more: what is written to it does not arrive. */
    private static final String TREE =
            """
            WITH RECURSIVE tree AS (
              SELECT r AS root, r AS id, CAST(NULL AS oid) AS parent, CAST(NULL AS xid) AS attached FROM unnest({roots}) AS r
              UNION ALL SELECT t.root, i.inhrelid, t.id, i.xmin FROM tree t JOIN pg_inherits i ON i.inhparent = t.id
               WHERE COALESCE(row_to_json(i)->>'inhdetachpending', 'false') = 'false')
            """;

    // What CREATE TABLE … PARTITION OF makes has a column that no statement has touched since.
    private static final String PARTITIONS = TREE.replace("{roots}", "CAST(:?oids AS oid[])")
            + """
            SELECT t.root::bigint AS root, c.oid::bigint AS oid, t.parent::bigint AS parent, n.nspname AS schema, c.relname AS name,
                   c.relkind::text AS kind, c.relpersistence::text AS persistence, c.relreplident::text AS identity,
                   c.relfilenode::bigint AS storage, t.attached::text AS attached,
                   (SELECT json_agg(a.attname)
                      FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(num, pos)
                      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.num
                     WHERE i.indrelid = c.oid AND i.indimmediate AND k.pos <= i.indnkeyatts
                       AND CASE c.relreplident WHEN 'i' THEN i.indisreplident WHEN 'd' THEN i.indisprimary END)::text
                   AS identity_columns,
                   EXISTS (SELECT 1 FROM pg_attribute a JOIN pg_attribute s ON s.attrelid = c.oid AND s.attnum = -1
                            WHERE a.attrelid = c.oid AND a.attnum > 0 AND a.attinhcount > 0
                              AND a.xmin = s.xmin AND a.cmin = s.cmin) AS born_here
              FROM tree t JOIN pg_class c ON c.oid = t.id JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE t.attached IS NOT NULL
             ORDER BY n.nspname, c.relname
            """;

    /** Gives, for a root {@code c}, a text that changes with what {@link #PARTITIONS} reads; NULL for other tables. */
    static final String FINGERPRINT = "CASE c.relkind WHEN 'p' THEN ("
            + TREE.replace("{roots}", "ARRAY[c.oid]")
            + """
            SELECT md5(string_agg(concat_ws(' ', p.oid, p.relfilenode, p.relpersistence, p.relreplident, t.attached,
                       (SELECT string_agg(i.indexrelid::text, ' ' ORDER BY i.indexrelid) FROM pg_index i
                         WHERE i.indrelid = p.oid AND (i.indisprimary OR i.indisreplident))), ',' ORDER BY p.oid))
              FROM tree t JOIN pg_class p ON p.oid = t.id) END
            """;

    private static final String READABLE =
            """
            SELECT has_table_privilege(CAST(:?oid AS oid), 'SELECT') AND NOT row_security_active(CAST(:?oid AS oid)) AS readable
            """;

    private Partitions() {}

    /** Returns the partitions of roots, by the root's oid; a root without any is left out. */
    static Map<Long, List<Partition>> read(Database source, Collection<Long> roots) {
        Map<Long, List<Partition>> found = new HashMap<>();
        for (Map<String, Object> row : source.run(PARTITIONS, Map.of("oids", OidList.of(roots)))) {
            found.computeIfAbsent((Long) row.get("root"), root -> new ArrayList<>())
                    .add(partition(row));
        }
        return found;
    }

    private static Partition partition(Map<String, Object> row) {
        return new Partition(
                (Long) row.get("oid"),
                (Long) row.get("parent"),
                new TableName((String) row.get("schema"), (String) row.get("name")),
                letter(row, "kind"),
                letter(row, "persistence"),
                letter(row, "identity"),
                names((String) row.get("identity_columns")),
                new Partition.Mark((Long) row.get("storage"), Long.parseLong((String) row.get("attached"))),
                (Boolean) row.get("born_here"));
    }

    private static char letter(Map<String, Object> row, String column) {
        return ((String) row.get(column)).charAt(0);
    }

    private static Set<String> names(String json) {
        Set<String> names = new HashSet<>();
        if (json != null) {
            try {
                ((JsonArray) Jsoner.deserialize(json)).forEach(name -> names.add((String) name));
            } catch (DeserializationException e) {
                throw new IllegalStateException("the source's json_agg gave " + json, e);
            }
        }
        return names;
    }

    /** Whether a partition has rows, as far as the account can see. */
    public static boolean mayHaveRows(Database source, Partition partition) {
        if (partition.kind() == 'f') {
            // Another server would have to answer.
            return true;
        }
        boolean isReadable = (Boolean) source.run(READABLE, Map.of("oid", Long.toString(partition.oid())))
                .get(0)
                .get("readable");
        return !isReadable
                || !source.run("SELECT 1 AS one FROM ONLY " + partition.name().toSql() + " LIMIT 1")
                        .isEmpty();
    }
}
