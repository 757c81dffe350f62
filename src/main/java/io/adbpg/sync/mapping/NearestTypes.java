package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.TargetTable;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the types that target columns get which the job makes for columns of the source. */
final class NearestTypes {
    /** The type that a domain is over, or an array of domains; no row for any other type. */
    private static final String BASE =
            """
            WITH RECURSIVE named AS (
                SELECT t.typcategory = 'A' AND t.typelem <> 0 AS is_array,
                       CASE WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN t.typelem ELSE t.oid END AS element
                  FROM pg_type t WHERE t.oid = CAST(CAST(:?type AS regtype) AS oid)),
              domains AS (
                SELECT t.typbasetype AS base, t.typtypmod AS modifier, 1 AS depth
                  FROM pg_type t JOIN named n ON t.oid = n.element WHERE t.typtype = 'd'
                 UNION ALL
                SELECT t.typbasetype, t.typtypmod, d.depth + 1
                  FROM pg_type t JOIN domains d ON t.oid = d.base WHERE t.typtype = 'd')
            SELECT format_type(d.base, d.modifier) || CASE WHEN n.is_array THEN '[]' ELSE '' END AS type
              FROM domains d CROSS JOIN named n ORDER BY d.depth DESC LIMIT 1
            """;

    private NearestTypes() {}

    /**
     * Returns for each type of the source, as {@code format_type} prints it, the type to use on the target: the same if the
     * target has it, the type that it is a domain over if the target has that, or else {@code text}.
     */
    static Map<String, String> of(Database source, Database target, Collection<String> types) {
        Map<String, String> nearest = new HashMap<>();
        Set<String> known = TargetTable.knownTypes(target, types);
        for (String type : types) {
            nearest.put(type, known.contains(type) ? type : base(source, target, type));
        }
        return nearest;
    }

    private static String base(Database source, Database target, String type) {
        List<Map<String, Object>> rows = source.run(BASE, Map.of("type", type));
        String base = rows.isEmpty() ? "text" : (String) rows.get(0).get("type");
        return TargetTable.knownTypes(target, Set.of(base)).isEmpty() ? "text" : base;
    }
}
