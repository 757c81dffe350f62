package io.adbpg.sync.quarantine;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Builds {@link ChangeChain}s from changes. */
final class ChainBuilder {
    private final Map<TableName, Map<Row, Links>> byKey = new HashMap<>();
    private final Set<Links> all = new HashSet<>();

    /** A chain that still grows; compared by identity. */
    private static final class Links {
        private final TableName table;
        private final List<Long> ids = new ArrayList<>();
        private final Set<Row> keys = new HashSet<>();
        private long bytes;
        private boolean dependsOnOthers = true;

        private Links(TableName table) {
            this.table = table;
        }

        private ChangeChain chain() {
            return new ChangeChain(table, ids.stream().sorted().toList(), Set.copyOf(keys), bytes, dependsOnOthers);
        }
    }

    /**
     * Adds a change.
     *
     * @param oldKey the key before; null if it is the same
     * @param sqlState why the change was refused; null if it only follows a refused one
     * @param bytes about how large its row images are
     */
    void add(long id, TableName table, Row key, Row oldKey, String sqlState, long bytes) {
        Links links = of(table, key);
        if (oldKey != null) {
            join(links, of(table, oldKey));
        }
        links.ids.add(id);
        links.bytes += bytes;
        links.dependsOnOthers &= sqlState == null || DataRefusal.dependsOnOthers(sqlState);
    }

    private Links of(TableName table, Row key) {
        Links links = byKey.computeIfAbsent(table, name -> new HashMap<>()).computeIfAbsent(key, k -> new Links(table));
        links.keys.add(key);
        all.add(links);
        return links;
    }

    private void join(Links links, Links other) {
        if (links != other) {
            links.ids.addAll(other.ids);
            links.keys.addAll(other.keys);
            links.bytes += other.bytes;
            links.dependsOnOthers &= other.dependsOnOthers;
            other.keys.forEach(key -> byKey.get(links.table).put(key, links));
            all.remove(other);
        }
    }

    /** Returns the chains, the one with the oldest change first. */
    List<ChangeChain> all() {
        return all.stream()
                .map(Links::chain)
                .sorted(Comparator.comparing(chain -> chain.ids().get(0)))
                .toList();
    }
}
