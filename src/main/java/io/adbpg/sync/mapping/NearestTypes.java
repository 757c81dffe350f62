package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Domains;
import io.adbpg.sync.catalog.TargetTable;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Finds the types that target columns get which the job makes for columns of the source. */
final class NearestTypes {
    private NearestTypes() {}

    /**
     * Returns for each type of the source, as {@code format_type} prints it, the type to use on the target: the same if the
     * target has it, the type that it is a domain over if the target has that, or else {@code text}.
     */
    static Map<String, String> of(Database source, Database target, Collection<String> types) {
        Map<String, String> nearest = new HashMap<>();
        Set<String> known = TargetTable.knownTypes(target, types);
        Domains domains = known.containsAll(types) ? null : Domains.read(source);
        for (String type : types) {
            nearest.put(type, known.contains(type) ? type : base(domains.values(source, type), target));
        }
        return nearest;
    }

    private static String base(String type, Database target) {
        return type == null || TargetTable.knownTypes(target, Set.of(type)).isEmpty() ? "text" : type;
    }
}
