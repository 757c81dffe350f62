package io.adbpg.sync.catalog;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import java.util.List;
import java.util.Map;

/**
 * A name under which the source has no table that can be captured.
 *
 * @param kind its {@code relkind}; null if there is nothing of this name
 * @param isLogged whether its changes are in the WAL
 * @param root the root that it is a partition of, at any level; null if it is none
 */
public record UncapturedTable(TableName name, String kind, boolean isLogged, TableName root) {
    private static final String KIND =
            """
            WITH RECURSIVE up AS (
              SELECT c.oid AS id, CAST(NULL AS oid) AS above, 0 AS level
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE n.nspname = CAST(:?schema AS name) AND c.relname = CAST(:?name AS name)
              UNION ALL
              SELECT u.id, i.inhparent, u.level + 1
                FROM up u JOIN pg_class p ON p.oid = COALESCE(u.above, u.id) JOIN pg_inherits i ON i.inhrelid = p.oid
               WHERE p.relispartition)
            SELECT c.relkind::text AS kind, c.relpersistence <> 'u' AS logged, rn.nspname AS root_schema, r.relname AS root
              FROM up u JOIN pg_class c ON c.oid = u.id
              LEFT JOIN pg_class r ON r.oid = u.above LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace
             ORDER BY u.level DESC LIMIT 1
            """;

    /**
     * Asks the source's catalogue.
     *
     * @param version the source's, such as 160011
     */
    public static UncapturedTable read(Database source, TableName name, int version) {
        List<Map<String, Object>> found =
                source.run(Abilities.words(version, KIND), Map.of("schema", name.schema(), "name", name.table()));
        if (found.isEmpty()) {
            return new UncapturedTable(name, null, true, null);
        }
        Map<String, Object> row = found.get(0);
        TableName root = row.get("root") == null
                ? null
                : new TableName((String) row.get("root_schema"), (String) row.get("root"));
        return new UncapturedTable(name, (String) row.get("kind"), (Boolean) row.get("logged"), root);
    }

    /** Whether there is anything of this name. */
    public boolean exists() {
        return kind != null;
    }

    /** Returns the refusal of an entry that names it. */
    Refusal refusal() {
        if (kind == null) {
            return Refusal.of(
                    "source table {0} does not exist: create it, or correct its entry in routes/tables.camel.yaml",
                    name);
        }
        return !isLogged && (kind.equals("r") || kind.equals("p")) ? unlogged() : notPublished();
    }

    private Refusal unlogged() {
        return Refusal.of(
                "source table {0} is UNLOGGED, so PostgreSQL does not publish its changes: run ALTER TABLE {0}"
                        + " SET LOGGED on the source, or take its entry out of routes/tables.camel.yaml",
                name);
    }

    private Refusal notPublished() {
        Message what =
                switch (kind) {
                    case "v" -> Message.of("a view");
                    case "m" -> Message.of("a materialized view");
                    case "f" -> Message.of("a foreign table");
                    case "S" -> Message.of("a sequence");
                    default -> Message.of("no table");
                };
        return Refusal.of(
                "source table {0} is {1}, whose changes PostgreSQL does not publish: name the tables that its"
                        + " rows come from in routes/tables.camel.yaml",
                name, what);
    }
}
