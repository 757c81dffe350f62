package io.adbpg.sync.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an edit changes: some entries, whose routes can be exchanged alone; or more than that, for which all routes are made
 * anew.
 */
final class RouteEdit {
    private final Map<String, String> running;
    private final Map<String, String> contents;
    private final Map<String, RouteItem> before;
    private final Map<String, RouteItem> after;
    private final boolean isOfEntries;

    private RouteEdit(
            Map<String, String> running,
            Map<String, String> contents,
            Map<String, RouteItem> before,
            Map<String, RouteItem> after,
            boolean isOfEntries) {
        this.running = running;
        this.contents = contents;
        this.before = before;
        this.after = after;
        this.isOfEntries = isOfEntries;
    }

    /**
     * Compares the files that run with those that are there; both are right.
     *
     * @param running from a file's location to its text
     */
    static RouteEdit between(Map<String, String> running, Map<String, String> found) {
        Optional<List<RouteItem>> old = items(running);
        Optional<List<RouteItem>> now = items(found);
        if (old.isEmpty() || now.isEmpty() || !others(old.get()).equals(others(now.get()))) {
            return new RouteEdit(running, found, Map.of(), Map.of(), false);
        }
        return new RouteEdit(running, found, entries(old.get()), entries(now.get()), true);
    }

    private static Optional<List<RouteItem>> items(Map<String, String> contents) {
        List<RouteItem> items = new ArrayList<>();
        for (Map.Entry<String, String> file : contents.entrySet()) {
            if (!file.getKey().endsWith(".yaml") && !file.getKey().endsWith(".yml")) {
                return Optional.empty();
            }
            Optional<List<RouteItem>> found = RouteItem.of(file.getKey(), file.getValue());
            if (found.isEmpty()) {
                return Optional.empty();
            }
            items.addAll(found.get());
        }
        return Optional.of(items);
    }

    /** What is not an entry, file by file, since some of it counts for its file alone. */
    private static Map<String, List<String>> others(List<RouteItem> items) {
        return items.stream()
                .filter(item -> !item.isEntry())
                .collect(Collectors.groupingBy(
                        RouteItem::file, Collectors.mapping(RouteItem::shape, Collectors.toList())));
    }

    private static Map<String, RouteItem> entries(List<RouteItem> items) {
        Map<String, RouteItem> entries = new LinkedHashMap<>();
        items.stream().filter(RouteItem::isEntry).forEach(item -> entries.put(item.id(), item));
        return entries;
    }

    /** Whether only entries differ. */
    boolean isOfEntries() {
        return isOfEntries;
    }

    /** The files once the edit is taken over, from a location to the text. */
    Map<String, String> contents() {
        return contents;
    }

    /** The entries that are new, or say something else. */
    List<RouteItem> added() {
        return after.values().stream().filter(item -> !isSame(item, before)).toList();
    }

    /** The entries that are gone, or said something else. */
    List<RouteItem> removed() {
        return before.values().stream().filter(item -> !isSame(item, after)).toList();
    }

    private static boolean isSame(RouteItem item, Map<String, RouteItem> others) {
        RouteItem other = others.get(item.id());
        return other != null && other.shape().equals(item.shape());
    }

    /** The entry that an added one takes the place of, by its id or its table; null if there is none. */
    RouteItem former(RouteItem added) {
        RouteItem same = before.get(added.id());
        return same != null
                ? same
                : removed().stream()
                        .filter(item -> item.source().equals(added.source()))
                        .findFirst()
                        .orElse(null);
    }

    /** The same edit, but that added entries with these ids leave their former ones as they are. */
    RouteEdit without(Collection<String> ids) {
        Map<String, String> kept = new TreeMap<>(contents);
        Map<String, List<RouteItem>> byFile = new HashMap<>();
        Set<String> wanted = new HashSet<>(ids);
        added().stream()
                .filter(item -> wanted.contains(item.id()) && former(item) != null)
                .forEach(item -> byFile.computeIfAbsent(item.file(), file -> new ArrayList<>())
                        .add(item));
        byFile.forEach((file, items) -> kept.put(file, exchanged(contents.get(file), items)));
        return between(running, kept);
    }

    private String exchanged(String content, List<RouteItem> items) {
        List<String> lines = new ArrayList<>(content.lines().toList());
        // From the last to the first, so that the places of the others stay right.
        for (int i = items.size() - 1; i >= 0; i--) {
            RouteItem item = items.get(i);
            List<String> place = lines.subList(item.first(), item.end());
            place.clear();
            place.addAll(former(item).lines());
        }
        return String.join("\n", lines) + "\n";
    }
}
