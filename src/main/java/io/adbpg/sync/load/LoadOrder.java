package io.adbpg.sync.load;

import io.adbpg.sync.catalog.ForeignKey;
import io.adbpg.sync.catalog.TableName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The order in which tables are loaded whose targets have foreign keys: a table after those that it refers to, and tables that
 * refer to each other in a circle in one transaction, at whose end the target checks them.
 */
final class LoadOrder {
    private final Map<TableName, Set<TableName>> references = new HashMap<>();
    private final Set<TableName> referred = new LinkedHashSet<>();
    private final Map<TableName, Set<TableName>> reached = new HashMap<>();
    private final Map<TableName, Integer> depths = new HashMap<>();

    /** @param keys the foreign keys that the target enforces */
    LoadOrder(Collection<ForeignKey> keys) {
        for (ForeignKey key : keys) {
            references
                    .computeIfAbsent(key.from(), from -> new LinkedHashSet<>())
                    .add(key.to());
            referred.add(key.to());
        }
    }

    /** Whether a target table is one that others refer to: it can't be truncated. */
    boolean isReferred(TableName target) {
        return target != null && referred.contains(target);
    }

    /** Whether a target table refers to itself, directly or by way of others: its rows must come in one transaction. */
    boolean isInCircle(TableName target) {
        return target != null && reach(target).contains(target);
    }

    /**
     * Arranges tables. Those of a stage may be loaded at the same time, once the stages before it are finished.
     *
     * @param target returns the target of a table; null if only its route knows it
     * @return the stages, each a list of units; the tables of a unit are loaded in one transaction
     */
    <T> List<List<List<T>>> stages(List<T> tables, Function<T, TableName> target) {
        Map<TableName, List<T>> circles = new LinkedHashMap<>();
        Map<Integer, List<List<T>>> stages = new TreeMap<>();
        for (T table : tables) {
            TableName name = target.apply(table);
            if (!isInCircle(name)) {
                stages.computeIfAbsent(depth(name), depth -> new ArrayList<>()).add(List.of(table));
                continue;
            }
            TableName first = circles.keySet().stream()
                    .filter(other -> reach(name).contains(other) && reach(other).contains(name))
                    .findFirst()
                    .orElse(name);
            if (circles.putIfAbsent(first, new ArrayList<>()) == null) {
                stages.computeIfAbsent(depth(name), depth -> new ArrayList<>()).add(circles.get(first));
            }
            circles.get(first).add(table);
        }
        return List.copyOf(stages.values());
    }

    /** Returns the number of tables and circles on the longest way of references from a table. */
    private int depth(TableName name) {
        if (name == null) {
            return 0;
        }
        Integer known = depths.get(name);
        if (known == null) {
            known = reach(name).stream()
                    .filter(other -> !reach(other).contains(name))
                    .mapToInt(other -> 1 + depth(other))
                    .max()
                    .orElse(0);
            depths.put(name, known);
        }
        return known;
    }

    /** Returns the tables to which a table refers, directly or by way of others. */
    private Set<TableName> reach(TableName name) {
        return reached.computeIfAbsent(name, from -> {
            Set<TableName> found = new HashSet<>();
            Deque<TableName> next = new ArrayDeque<>(references.getOrDefault(from, Set.of()));
            while (!next.isEmpty()) {
                TableName table = next.poll();
                if (found.add(table)) {
                    next.addAll(references.getOrDefault(table, Set.of()));
                }
            }
            return found;
        });
    }
}
