package io.adbpg.sync.verify;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.verify.Difference.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/** What a verification found about one table. */
final class TableReport {
    /** How many differing rows are listed; further ones are only counted. */
    private static final int MOST_SHOWN = 40;

    private final TableName table;
    private final Set<Operation> operations;
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final List<Difference> shown = new ArrayList<>();
    private long rows;
    private String leftOut = "";
    private String why = "";
    private boolean isFailure;
    private boolean isRepaired;
    private String whyNotRepaired = "";
    private long quarantined;

    /** @param operations the operations that reach the target */
    TableReport(TableName table, Set<Operation> operations) {
        this.table = table;
        this.operations = operations;
    }

    /** The report of a table that was not compared. */
    static TableReport notCompared(TableName table, String why, boolean isFailure) {
        TableReport report = new TableReport(table, Set.of());
        report.markNotCompared(why, isFailure);
        return report;
    }

    /** Marks the table as not compared. */
    void markNotCompared(String reason, boolean failure) {
        why = reason;
        isFailure = failure;
    }

    /** Sets how many rows the source has for the target. */
    void setRows(long count) {
        rows = count;
    }

    /** Sets the columns that can't be compared. */
    void setLeftOut(List<String> columns) {
        leftOut = String.join(", ", columns);
    }

    /** Adds a difference. */
    void add(Difference difference) {
        counts.merge(difference.kind(), 1L, Long::sum);
        if (shown.size() < MOST_SHOWN) {
            shown.add(difference);
        }
    }

    /** Sets how many changes of the table are quarantined, which the target therefore lacks. */
    void setQuarantined(long count) {
        quarantined = count;
    }

    /** Marks the rows as repaired. */
    void markRepaired() {
        isRepaired = true;
    }

    /** Sets why the rows were not repaired. */
    void markNotRepaired(String reason) {
        whyNotRepaired = reason;
    }

    /** Whether the ends are equal, repaired, or differ only as the operations lead one to expect. */
    boolean isFine() {
        return !isFailure && (counted(false) == 0 || isRepaired);
    }

    private long counted(boolean expected) {
        return counts.entrySet().stream()
                .filter(count -> count.getKey().isExpected(operations) == expected)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Whether there are unexpected differences. */
    boolean isDifferent() {
        return counted(false) > 0;
    }

    /** Whether a row has no counterpart with the same key. */
    boolean isUnpaired() {
        return counts.containsKey(Kind.MISSING) || counts.containsKey(Kind.EXTRA);
    }

    private String result() {
        return !why.isBlank() ? isFailure ? "failed" : "not compared" : isDifferent() ? "different" : "equal";
    }

    /** One line, such as {@code public.orders: 1200 rows, different: 1 missing, 2 different}. */
    String line() {
        if (!why.isBlank()) {
            return table + ": " + result() + ": " + why;
        }
        String text = table + ": " + rows + " rows, " + result();
        text += list(false, ": ");
        text += quarantined == 0 ? "" : "; " + quarantined + " changes of it are in quarantine";
        text += isRepaired ? "; repaired" : "";
        text += whyNotRepaired.isBlank() ? "" : "; not repaired: " + whyNotRepaired;
        text += list(true, "; as its operations leave it: ");
        return text + (leftOut.isBlank() ? "" : "; not compared: " + leftOut);
    }

    private String list(boolean expected, String before) {
        String list = counts.entrySet().stream()
                .filter(count -> count.getKey().isExpected(operations) == expected)
                .map(count -> count.getValue() + " " + word(count.getKey()))
                .collect(Collectors.joining(", "));
        return list.isBlank() ? "" : before + list;
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** The whole report. */
    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.put("table", table.toString());
        json.put("result", result());
        json.put("fine", isFine());
        json.put("line", line());
        json.put("rows", rows);
        for (Kind kind : Kind.values()) {
            json.put(word(kind), counts.getOrDefault(kind, 0L));
        }
        json.put("quarantined", quarantined);
        json.put("repaired", isRepaired);
        JsonArray rowsShown = new JsonArray();
        for (Difference difference : shown) {
            JsonObject row = new JsonObject();
            row.put("kind", word(difference.kind()));
            row.put("row", difference.row());
            row.put("columns", new JsonArray(difference.columns()));
            rowsShown.add(row);
        }
        json.put("differences", rowsShown);
        return json;
    }
}
