package io.adbpg.sync.load;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.status.LoadProgress;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says on one line of the log how far the load of all tables is. */
final class LoadSummary {
    private static final int MOST_NAMED = 5;

    private LoadSummary() {}

    /** Returns words such as {@code 3 of 12 tables loaded, 1200 rows; shop.orders: 900 rows, 60%, 4 s left}. */
    static String of(Map<TableName, LoadProgress> tables) {
        long finished =
                tables.values().stream().filter(LoadProgress::isFinished).count();
        long rows = tables.values().stream().mapToLong(LoadProgress::rows).sum();
        List<String> underWay = tables.entrySet().stream()
                .filter(table -> table.getValue().isBegun() && !table.getValue().isFinished())
                .map(table -> table.getKey() + ": " + table.getValue())
                .toList();
        return finished + " of " + tables.size() + " tables loaded, " + rows + " rows"
                + underWay.stream().limit(MOST_NAMED).map(text -> "; " + text).collect(Collectors.joining())
                + (underWay.size() > MOST_NAMED ? "; and " + (underWay.size() - MOST_NAMED) + " more" : "");
    }
}
