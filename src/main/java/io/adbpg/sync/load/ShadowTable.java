package io.adbpg.sync.load;

import static io.adbpg.sync.catalog.TableName.quote;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Distribution;
import io.adbpg.sync.catalog.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A table that is filled while readers see the target table, and then replaces it in one moment. */
final class ShadowTable {
    /**
     * Finds a table that one made {@code LIKE} it can replace: the account owns it and nothing depends on it. Not one with views,
     * foreign keys, triggers, rules, policies, partitions, sequences of its own, storage options or other storage than a heap.
     */
    private static final String REPLACEABLE =
            """
            SELECT c.oid AS id
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = :?schema AND c.relname = :?table AND c.relkind = 'r' AND c.relpersistence = 'p'
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
                         AND (d.deptype NOT IN ('a', 'i')
                              OR d.classid NOT IN ('pg_class'::regclass, 'pg_constraint'::regclass,
                                                   'pg_attrdef'::regclass, 'pg_type'::regclass)
                              OR o.relkind NOT IN ('i', 't')))
                     OR (d.refclassid = 'pg_type'::regclass AND d.refobjid = c.reltype AND d.deptype = 'n'))
            """;

    /** Gives the statements that copy the table's grants and comment to the shadow. */
    private static final String EXTRAS =
            """
            SELECT 'GRANT ' || a.privilege_type || ' ON TABLE ' || :?shadow || ' TO '
                   || CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END
                   || CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END AS statement
              FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a
             WHERE c.oid = CAST(:?table AS regclass) AND a.grantee <> c.relowner
             UNION ALL
            SELECT 'COMMENT ON TABLE ' || :?shadow || ' IS ' || quote_literal(description)
              FROM pg_description
             WHERE objoid = CAST(:?table AS regclass) AND classoid = 'pg_class'::regclass AND objsubid = 0
            """;

    private static final String INDEXES =
            """
            SELECT c.relname AS name
              FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
             WHERE i.indrelid = CAST(:?table AS regclass)
             ORDER BY regexp_replace(pg_get_indexdef(c.oid), '^.* USING ', ''), i.indisprimary, i.indisunique, c.relname
            """;

    /** What replaced tables are called, until they are dropped. */
    private static final String REPLACED = "replaced_";

    private static final String LEFT =
            """
            SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = 'adbpg_sync' AND c.relname ~ '^replaced_[0-9]+$' AND c.relkind = 'r'
               AND pg_get_userbyid(c.relowner) = current_user
            """;

    private final TableName table;
    private final String id;
    /** The indexes that are copies of the table's; null for all that there are. */
    private List<String> copies;

    private ShadowTable(TableName table, String id) {
        this.table = table;
        this.id = id;
    }

    /** Creates an empty shadow with the same distribution; returns null if a shadow can't replace the table. */
    static ShadowTable create(Database target, TableName table, Distribution distribution) {
        List<Map<String, Object>> found =
                target.run(REPLACEABLE, Map.of("schema", table.schema(), "table", table.table()));
        if (found.isEmpty()) {
            return null;
        }
        ShadowTable shadow = new ShadowTable(table, found.get(0).get("id").toString());
        target.run("DROP TABLE IF EXISTS " + shadow.toSql());
        target.run("CREATE TABLE " + shadow.toSql() + " (LIKE " + table.toSql() + " INCLUDING ALL)"
                + distribution.toSql());
        for (Map<String, Object> row : target.run(EXTRAS, Map.of("shadow", shadow.toSql(), "table", table.toSql()))) {
            target.run((String) row.get("statement"));
        }
        return shadow;
    }

    /** The shadow's name, quoted for SQL. */
    String toSql() {
        return "adbpg_sync." + name();
    }

    /** The shadow's name without the schema. */
    String name() {
        return "shadow_" + id;
    }

    /**
     * Replaces the table, in the transaction that is under way; {@link #dropReplaced} is to follow in a later one. A reader who
     * waits for the table meanwhile gets the new one; were the old one dropped at once, Greenplum would tell some that there is
     * no such table.
     */
    void swap(Database target) {
        List<String> names = indexes(target, table.toSql());
        List<String> all = indexes(target, toSql());
        List<String> ours = copies == null ? all : copies;
        String schema = quote(table.schema()) + ".";
        // To names that nothing has in either schema. The table first, and then its indexes: so do readers lock them.
        rename(target, "TABLE", table.toSql(), REPLACED + id);
        for (int i = 0; i < names.size(); i++) {
            rename(target, "INDEX", schema + quote(names.get(i)), REPLACED + id + "_" + i);
        }
        target.run("ALTER TABLE " + schema + REPLACED + id + " SET SCHEMA adbpg_sync");
        target.run("ALTER TABLE " + toSql() + " SET SCHEMA " + quote(table.schema()));
        rename(target, "TABLE", schema + name(), quote(table.table()));
        for (int i = 0; i < names.size(); i++) {
            rename(target, "INDEX", schema + quote(ours.get(i)), quote(names.get(i)));
        }
        all.stream().filter(name -> !ours.contains(name)).forEach(name -> nameLikeTable(target, name));
    }

    /** Alters the shadow before the swap. */
    void alter(Database target, String alteration) {
        copies = copies == null ? indexes(target, toSql()) : copies;
        target.run("ALTER TABLE " + toSql() + " " + alteration);
    }

    /** Renames an index that is named after the shadow, if the name after the table is free. */
    private void nameLikeTable(Database target, String index) {
        String name = index.replace(name(), table.table());
        if (target.run(
                        "SELECT 1 AS one FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                                + " WHERE n.nspname = :?schema AND c.relname = :?name",
                        Map.of("schema", table.schema(), "name", name))
                .isEmpty()) {
            rename(target, "INDEX", quote(table.schema()) + "." + quote(index), quote(name));
        }
    }

    private static void rename(Database target, String kind, String from, String to) {
        target.run("ALTER " + kind + " " + from + " RENAME TO " + to);
    }

    /** Drops the table that was replaced. */
    void dropReplaced(Database target) {
        target.run("DROP TABLE IF EXISTS adbpg_sync." + REPLACED + id);
    }

    /** Drops the tables that were replaced and are still there, since their job was killed; fails if somebody reads one. */
    static void dropLeft(Database target) {
        target.run("SET LOCAL lock_timeout = '3s'");
        target.run(LEFT).forEach(row -> target.run("DROP TABLE IF EXISTS adbpg_sync." + row.get("name")));
    }

    private static List<String> indexes(Database target, String table) {
        List<String> names = new ArrayList<>();
        target.run(INDEXES, Map.of("table", table)).forEach(row -> names.add((String) row.get("name")));
        return names;
    }
}
