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

/** What a verification has found out about one table. */
final class TableReport {
    /** More differing rows than this are counted only. */
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

    /** @param operations those that reach the target */
    TableReport(TableName table, Set<Operation> operations) {
        this.table = table;
        this.operations = operations;
    }

    /** A table that was not compared. */
    static TableReport notCompared(TableName table, String why, boolean isFailure) {
        TableReport report = new TableReport(table, Set.of());
        report.markNotCompared(why, isFailure);
        return report;
    }

    /** Notes that the comparison came to nothing after all. */
    void markNotCompared(String reason, boolean failure) {
        why = reason;
        isFailure = failure;
    }

    /** Notes how many rows the source has for the target. */
    void setRows(long count) {
        rows = count;
    }

    /** Notes columns that can't be compared. */
    void setLeftOut(List<String> columns) {
        leftOut = String.join(", ", columns);
    }

    /** Notes a difference. */
    void add(Difference difference) {
        counts.merge(difference.kind(), 1L, Long::sum);
        if (shown.size() < MOST_SHOWN) {
            shown.add(difference);
        }
    }

    /** Notes how many changes of the table are in quarantine, which the target has not got therefore. */
    void setQuarantined(long count) {
        quarantined = count;
    }

    /** Notes that the rows were written anew. */
    void markRepaired() {
        isRepaired = true;
    }

    /** Notes why they were not. */
    void markNotRepaired(String reason) {
        whyNotRepaired = reason;
    }

    /** Whether nothing is wrong: the ends are equal, or as different as the operations leave them. */
    boolean isFine() {
        return !isFailure && (counted(false) == 0 || isRepaired);
    }

    private long counted(boolean expected) {
        return counts.entrySet().stream()
                .filter(count -> count.getKey().isExpected(operations) == expected)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Whether there are differences that should not be. */
    boolean isDifferent() {
        return counted(false) > 0;
    }

    /** Whether some row has no row of the same key on the other end. */
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

    /** Everything. */
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
