package io.adbpg.sync.catalog;

import io.adbpg.sync.failure.Message;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the tables of the schemas in the routes for which {@code schema.*} does not stand, for what they are. */
final class LeftOutTables {
    private static final int MOST_NAMED = 3;

    private static final String OF_EXTENSIONS =
            """
            SELECT n.nspname AS schema, c.relname AS name
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p') AND c.relpersistence = 'p' AND NOT c.relispartition
               AND n.nspname = ANY (string_to_array(:?schemas, chr(1))) AND {extension}
            """
                    .replace("{extension}", SourceTableReader.OF_EXTENSION);

    private static final String PARTITIONS =
            """
            WITH RECURSIVE up AS (
              SELECT c.oid AS leaf, i.inhparent AS above
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_inherits i ON i.inhrelid = c.oid
               WHERE c.relispartition AND c.relkind = 'r' AND n.nspname = ANY (string_to_array(:?schemas, chr(1)))
              UNION ALL SELECT u.leaf, i.inhparent FROM up u JOIN pg_inherits i ON i.inhrelid = u.above)
            SELECT ln.nspname AS schema, l.relname AS name, an.nspname AS above_schema, a.relname AS above,
                   NOT a.relispartition AS is_root
              FROM up u JOIN pg_class l ON l.oid = u.leaf JOIN pg_namespace ln ON ln.oid = l.relnamespace
              JOIN pg_class a ON a.oid = u.above JOIN pg_namespace an ON an.oid = a.relnamespace
            """;

    private final Map<TableName, Message> reasons = new TreeMap<>();

    private LeftOutTables() {}

    /** @param found the tables that are there and wanted */
    static LeftOutTables find(Database source, Abilities abilities, WantedTables wanted, Collection<TableName> found) {
        LeftOutTables leftOut = new LeftOutTables();
        Map<String, Object> schemas =
                Map.of("schemas", SourceTableReader.wanted(wanted.names()).get("schemas"));
        for (Map<String, Object> row : source.run(abilities.words(OF_EXTENSIONS), schemas)) {
            TableName name = new TableName((String) row.get("schema"), (String) row.get("name"));
            if (!found.contains(name) && wanted.takes().test(name)) {
                leftOut.reasons.put(name, Message.of("it belongs to an extension; an entry of its own takes it"));
            }
        }
        if (abilities.hasPartitions()) {
            leftOut.addPartitions(source, schemas, wanted, found);
        }
        return leftOut;
    }

    private void addPartitions(
            Database source, Map<String, Object> schemas, WantedTables wanted, Collection<TableName> found) {
        Map<TableName, TableName> roots = new TreeMap<>();
        Set<TableName> captured = new HashSet<>(found);
        for (Map<String, Object> row : source.run(PARTITIONS, schemas)) {
            TableName leaf = new TableName((String) row.get("schema"), (String) row.get("name"));
            TableName above = new TableName((String) row.get("above_schema"), (String) row.get("above"));
            if (found.contains(above)) {
                captured.add(leaf);
            }
            if ((Boolean) row.get("is_root")) {
                roots.put(leaf, above);
            }
        }
        roots.keySet()
                .removeIf(leaf -> captured.contains(leaf) || !wanted.takes().test(leaf));
        new TreeSet<>(roots.values()).forEach(root -> reasons.put(root, partitions(root, roots)));
    }

    private static Message partitions(TableName root, Map<TableName, TableName> roots) {
        Set<TableName> leaves = new TreeSet<>(roots.keySet());
        leaves.removeIf(leaf -> !roots.get(leaf).equals(root));
        int more = leaves.size() - MOST_NAMED;
        String some = leaves.stream().limit(MOST_NAMED).map(TableName::toString).collect(Collectors.joining(", "));
        return Message.of(
                "no entry takes it, and an entry for a schema does not stand for its partitions there: {0}; an entry of its own"
                        + " takes them all",
                more > 0 ? Message.of("{0} and {1} more", some, more) : some);
    }

    /** Returns the tables, with the reason; partitions are named with their root. */
    Map<TableName, Message> reasons() {
        return reasons;
    }
}
