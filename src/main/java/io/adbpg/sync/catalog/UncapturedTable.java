package io.adbpg.sync.catalog;

import io.adbpg.sync.failure.Refusal;
import java.util.List;
import java.util.Map;

/** Says why a name in an entry is no table that can be captured. */
final class UncapturedTable {
    private static final String KIND =
            """
            SELECT c.relkind::text AS kind, c.relpersistence::text AS persistence
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = :?schema AND c.relname = :?name
            """;

    private UncapturedTable() {}

    /** Returns the refusal of a name under which no logged table was found. */
    static Refusal refusal(Database source, TableName name) {
        List<Map<String, Object>> found = source.run(KIND, Map.of("schema", name.schema(), "name", name.table()));
        return new Refusal(found.isEmpty() ? missing(name) : notPublished(name, found.get(0)));
    }

    private static String missing(TableName name) {
        return "source table " + name + " does not exist: create it, or correct its entry in routes/tables.camel.yaml";
    }

    private static String notPublished(TableName name, Map<String, Object> row) {
        String kind = (String) row.get("kind");
        if ("u".equals(row.get("persistence")) && (kind.equals("r") || kind.equals("p"))) {
            return "source table " + name + " is UNLOGGED, so PostgreSQL does not publish its changes: run ALTER TABLE "
                    + name + " SET LOGGED on the source, or take its entry out of routes/tables.camel.yaml";
        }
        String what =
                switch (kind) {
                    case "v" -> "a view";
                    case "m" -> "a materialized view";
                    case "f" -> "a foreign table";
                    case "S" -> "a sequence";
                    default -> "no table";
                };
        return "source table " + name + " is " + what
                + ", whose changes PostgreSQL does not publish: name the tables that"
                + " its rows come from in routes/tables.camel.yaml";
    }
}
