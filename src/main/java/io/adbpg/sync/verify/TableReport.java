package io.adbpg.sync.verify;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.status.MessageJson;
import io.adbpg.sync.verify.Difference.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
    private Message why = Message.NONE;
    private boolean isFailure;
    private boolean isRepaired;
    private Message whyNotRepaired = Message.NONE;
    private long quarantined;

    /** @param operations the operations that reach the target */
    TableReport(TableName table, Set<Operation> operations) {
        this.table = table;
        this.operations = operations;
    }

    /** The report of a table that was not compared. */
    static TableReport notCompared(TableName table, Message why, boolean isFailure) {
        TableReport report = new TableReport(table, Set.of());
        report.markNotCompared(why, isFailure);
        return report;
    }

    /** Marks the table as not compared. */
    void markNotCompared(Message reason, boolean failure) {
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
    void markNotRepaired(Message reason) {
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

    private Message resultInWords() {
        return switch (result()) {
            case "failed" -> Message.of("failed");
            case "not compared" -> Message.of("not compared");
            case "different" -> Message.of("different");
            default -> Message.of("equal");
        };
    }

    /** One line, such as {@code public.orders: 1200 rows, different: 1 missing, 2 different}. */
    Message line() {
        if (!why.isBlank()) {
            return Message.of("{0}: {1}: {2}", table, resultInWords(), why);
        }
        Message unexpected = list(false);
        Message expected = list(true);
        Message found = Message.of("{0}: {1} rows, {2}", table, rows, resultInWords());
        List<Message> parts = new ArrayList<>();
        parts.add(unexpected.isBlank() ? found : Message.of("{0}: {1}", found, unexpected));
        if (quarantined > 0) {
            parts.add(Message.of("{0} changes of it are in quarantine", quarantined));
        }
        if (isRepaired) {
            parts.add(Message.of("repaired"));
        }
        if (!whyNotRepaired.isBlank()) {
            parts.add(Message.of("not repaired: {0}", whyNotRepaired));
        }
        if (!expected.isBlank()) {
            parts.add(Message.of("as its operations leave it: {0}", expected));
        }
        if (!leftOut.isBlank()) {
            parts.add(Message.of("not compared: {0}", leftOut));
        }
        return Message.all(parts);
    }

    private Message list(boolean expected) {
        return Message.list(counts.entrySet().stream()
                .filter(count -> count.getKey().isExpected(operations) == expected)
                .map(count -> count(count.getKey(), count.getValue()))
                .toList());
    }

    private static Message count(Kind kind, long rows) {
        return switch (kind) {
            case MISSING -> Message.of("{0} missing", rows);
            case EXTRA -> Message.of("{0} extra", rows);
            case DIFFERENT -> Message.of("{0} different", rows);
        };
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
        MessageJson.put(json, "line", line());
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
