package io.adbpg.sync.load;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the catalogue says of a target table that another one may replace. */
final class ReplaceableTable {
    /**
     * Finds a table that one made {@code LIKE} it can replace: the account owns it and nothing depends on it. Not one with views,
     * foreign keys, triggers, rules, policies, partitions, sequences of its own, storage options or other storage than a heap.
     */
    private static final String REPLACEABLE =
            """
            SELECT c.oid AS id
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = CAST(:?schema AS name) AND c.relname = CAST(:?table AS name) AND c.relkind = 'r' AND c.relpersistence = 'p'
               AND pg_get_userbyid(c.relowner) = current_user AND has_schema_privilege(n.oid, 'CREATE')
               AND NOT c.relhasrules AND NOT c.relhastriggers AND c.reltablespace = 0 AND c.reloptions IS NULL
               AND COALESCE(row_to_json(c)->>'relrowsecurity', 'false') = 'false'
               AND COALESCE(row_to_json(c)->>'relstorage', 'h') = 'h'
               AND NOT EXISTS (SELECT 1 FROM pg_am WHERE oid::text = row_to_json(c)->>'relam' AND amname <> 'heap')
               AND NOT EXISTS (SELECT 1 FROM pg_inherits WHERE c.oid IN (inhrelid, inhparent))
               AND NOT EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = c.oid
                                  AND (attacl IS NOT NULL OR attoptions IS NOT NULL))
               AND NOT EXISTS (
                 SELECT 1 FROM pg_depend d LEFT JOIN pg_class o ON d.classid = 'pg_class'::regclass AND o.oid = d.objid
                  WHERE (d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid
                         AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE d.classid = 'pg_constraint'::regclass
                                            AND k.oid = d.objid AND k.conrelid = c.oid AND k.contype = 'c')
                         AND (d.deptype NOT IN ('a', 'i')
                              OR d.classid NOT IN ('pg_class'::regclass, 'pg_constraint'::regclass,
                                                   'pg_attrdef'::regclass, 'pg_type'::regclass)
                              OR o.relkind NOT IN ('i', 't')))
                     OR (d.refclassid = 'pg_type'::regclass AND d.refobjid = c.reltype AND d.deptype = 'n'))
            """;

    private static final String INDEXES =
            """
            SELECT c.relname AS name
              FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
             WHERE i.indrelid = CAST(:?table AS regclass)
             ORDER BY regexp_replace(pg_get_indexdef(c.oid), '^.* USING ', ''), i.indisprimary, i.indisunique, c.relname
            """;

    private ReplaceableTable() {}

    /** Returns the oid of a table that another one can replace; null if none can. */
    static String find(Database target, TableName table) {
        List<Map<String, Object>> found =
                target.run(REPLACEABLE, Map.of("schema", table.schema(), "table", table.table()));
        return found.isEmpty() ? null : found.get(0).get("id").toString();
    }

    /** Returns the names of a table's indexes, such that those of two tables that are alike stand in the same order. */
    static List<String> indexes(Database target, String of) {
        List<String> names = new ArrayList<>();
        target.run(INDEXES, Map.of("table", of)).forEach(row -> names.add((String) row.get("name")));
        return names;
    }
}
