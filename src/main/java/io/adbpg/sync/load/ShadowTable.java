package io.adbpg.sync.load;

import static io.adbpg.sync.catalog.TableName.quote;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.ShapeChange;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TargetTable;
import io.adbpg.sync.failure.Backoff;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Hindrance;
import io.adbpg.sync.mapping.TableMapping;
import io.adbpg.sync.settings.Following;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A table that is filled while readers see the target table, and then replaces it in one moment. */
public final class ShadowTable {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");

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
                         AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE d.classid = 'pg_constraint'::regclass
                                            AND k.oid = d.objid AND k.conrelid = c.oid AND k.contype = 'c')
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

    private static final String NOT_IN_TIME = "55P03";
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Database target;
    private final TableName table;
    private final String id;
    private final TableName name;
    /** The shadow's copies of the table's indexes, by these: their names. */
    private final Map<String, String> copies = new LinkedHashMap<>();

    private ShadowTable(Database target, TableName table, String id, TableName name) {
        this.target = target;
        this.table = table;
        this.id = id;
        this.name = name;
    }

    /** Creates an empty shadow for a load; returns null if a shadow can't replace the table. */
    static ShadowTable forLoad(Database target, TargetTable table) {
        return create(target, table, "shadow_");
    }

    /**
     * Creates one to try alterations on, beside that of a load which may be under way; the caller undoes it. Returns null if a shadow
     * can't replace the table.
     */
    public static ShadowTable forTrial(Database target, TargetTable table) {
        return create(target, table, "trial_");
    }

    private static ShadowTable create(Database target, TargetTable table, String prefix) {
        TableName name = table.name();
        String id = find(target, name);
        if (id == null) {
            return null;
        }
        ShadowTable shadow = new ShadowTable(target, name, id, new TableName("adbpg_sync", prefix + id));
        target.run("DROP TABLE IF EXISTS " + shadow.toSql());
        target.run("CREATE TABLE " + shadow.toSql() + " (LIKE " + name.toSql() + " INCLUDING ALL)"
                + table.layout().distribution().toSql());
        for (Map<String, Object> row : target.run(EXTRAS, Map.of("shadow", shadow.toSql(), "table", name.toSql()))) {
            target.run((String) row.get("statement"));
        }
        List<String> ours = shadow.indexes(shadow.toSql());
        for (String index : shadow.indexes(name.toSql())) {
            shadow.copies.put(index, ours.get(shadow.copies.size()));
        }
        return shadow;
    }

    /** Returns the oid of a table that a shadow can replace; null if none can. */
    private static String find(Database target, TableName table) {
        List<Map<String, Object>> found =
                target.run(REPLACEABLE, Map.of("schema", table.schema(), "table", table.table()));
        return found.isEmpty() ? null : found.get(0).get("id").toString();
    }

    /** The shadow's name, quoted for SQL. */
    String toSql() {
        return name.toSql();
    }

    /** The shadow's name without the schema. */
    String name() {
        return name.table();
    }

    /**
     * Alters the shadow, before it has rows, as its source table was altered.
     *
     * @param dropped what becomes of columns that the source has dropped
     * @return what the shadow is then
     */
    public TargetTable alter(
            SourceTable from,
            TableMapping mapping,
            ShapeChange change,
            Following.Dropped dropped,
            Database source,
            Kernel kernel)
            throws Exception {
        TargetTable empty = TargetTable.load(target, kernel, name);
        for (String statement : mapping.targetChange(from, empty, change, dropped, source, target, kernel)
                .statements()) {
            LOG.debug("table {}: in the table that is to replace {}: {}", from.name(), table, statement);
            target.run(statement);
        }
        return TargetTable.load(target, kernel, name);
    }

    /** Alters the shadow before the swap, by what is to follow {@code ALTER TABLE} and its name. */
    void alter(String alteration) {
        target.run("ALTER TABLE " + toSql() + " " + alteration);
    }

    /**
     * Replaces the table, in the transaction that is under way; {@link #dropReplaced} is to follow in a later one. A reader who
     * waits for the table meanwhile gets the new one; were the old one dropped at once, Greenplum would tell some that there is
     * no such table.
     *
     * @throws Hindrance if the table has been altered since the shadow was created
     */
    void swap() {
        lock();
        List<String> indexes = indexes(table.toSql());
        if (!id.equals(find(target, table)) || !Set.copyOf(indexes).equals(copies.keySet())) {
            throw Hindrance.of("target table {0} was altered while its rows were loaded", table);
        }
        Set<String> ours = Set.copyOf(indexes(toSql()));
        String schema = quote(table.schema()) + ".";
        // To names that nothing has in either schema. The table first, and then its indexes: so do readers lock them.
        rename("TABLE", table.toSql(), REPLACED + id);
        for (int i = 0; i < indexes.size(); i++) {
            rename("INDEX", schema + quote(indexes.get(i)), REPLACED + id + "_" + i);
        }
        target.run("ALTER TABLE " + schema + REPLACED + id + " SET SCHEMA adbpg_sync");
        target.run("ALTER TABLE " + toSql() + " SET SCHEMA " + quote(table.schema()));
        rename("TABLE", schema + name(), quote(table.table()));
        copies.forEach((index, copy) -> {
            if (ours.contains(copy)) {
                rename("INDEX", schema + quote(copy), quote(index));
            }
        });
        ours.stream().filter(index -> !copies.containsValue(index)).forEach(this::nameLikeTable);
    }

    /** Locks the table; waits for those who read it, but never so long that others who want to have to wait for long. */
    private void lock() {
        Backoff pauses = new Backoff(PAUSE, PAUSE);
        boolean isTold = false;
        while (!isLocked()) {
            if (!isTold) {
                LOG.info(
                        "all rows for target table {} are there; they wait for transactions that read the old ones",
                        table);
                isTold = true;
            }
            pauses.pause(() -> false);
        }
    }

    private boolean isLocked() {
        target.run("SAVEPOINT adbpg_sync_swap");
        try {
            target.run("SET LOCAL lock_timeout = '3s'");
            target.run("LOCK TABLE " + table.toSql() + " IN ACCESS EXCLUSIVE MODE");
            target.run("SET LOCAL lock_timeout = 0");
            target.run("RELEASE SAVEPOINT adbpg_sync_swap");
            return true;
        } catch (Failed e) {
            if (!NOT_IN_TIME.equals(e.sqlState())) {
                throw e;
            }
            target.run("ROLLBACK TO SAVEPOINT adbpg_sync_swap");
            return false;
        }
    }

    /** Renames an index that is named after the shadow, if the name after the table is free. */
    private void nameLikeTable(String index) {
        String free = index.replace(name(), table.table());
        if (target.run(
                        "SELECT 1 AS one FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                                + " WHERE n.nspname = :?schema AND c.relname = :?name",
                        Map.of("schema", table.schema(), "name", free))
                .isEmpty()) {
            rename("INDEX", quote(table.schema()) + "." + quote(index), quote(free));
        }
    }

    private void rename(String kind, String from, String to) {
        target.run("ALTER " + kind + " " + from + " RENAME TO " + to);
    }

    /** Drops the table that was replaced. */
    void dropReplaced() {
        target.run("DROP TABLE IF EXISTS adbpg_sync." + REPLACED + id);
    }

    /** Drops the tables that were replaced and are still there, since their job was killed; fails if somebody reads one. */
    static void dropLeft(Database target) {
        target.run("SET LOCAL lock_timeout = '3s'");
        target.run(LEFT).forEach(row -> target.run("DROP TABLE IF EXISTS adbpg_sync." + row.get("name")));
    }

    private List<String> indexes(String of) {
        List<String> names = new ArrayList<>();
        target.run(INDEXES, Map.of("table", of)).forEach(row -> names.add((String) row.get("name")));
        return names;
    }
}
