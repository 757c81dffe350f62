package io.adbpg.sync.load;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.ShapeChange;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TargetTable;
import io.adbpg.sync.mapping.TableMapping;
import io.adbpg.sync.settings.Following;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A table that is filled while readers see the target table, and then replaces it in one moment. */
public final class ShadowTable {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");

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
        String id = ReplaceableTable.find(target, name);
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
        List<String> ours = ReplaceableTable.indexes(target, shadow.toSql());
        for (String index : ReplaceableTable.indexes(target, name.toSql())) {
            shadow.copies.put(index, ours.get(shadow.copies.size()));
        }
        return shadow;
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
        for (String statement : mapping.targetChange(from, empty, change, dropped, true, source, target, kernel)
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

    /** Lets the shadow replace the table; see {@link TableSwap#run}. */
    void swap() {
        swapping().run(copies);
    }

    /** Drops the table that was replaced. */
    void dropReplaced() {
        swapping().dropReplaced();
    }

    private TableSwap swapping() {
        return new TableSwap(target, table, id, name);
    }
}
