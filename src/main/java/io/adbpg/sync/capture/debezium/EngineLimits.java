package io.adbpg.sync.capture.debezium;

import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.debezium.util.Strings;
import java.util.ArrayList;
import java.util.List;

/** What Debezium's engine can't read, although {@code pgoutput:} can. */
public final class EngineLimits {
    private EngineLimits() {}

    /** Returns what keeps the engine from reading the source; empty if nothing does. */
    public static List<Refusal> refusals(SourceTables tables) {
        List<Refusal> refusals = new ArrayList<>();
        tables.all().forEach(table -> checkNames(table, tables.columnsAlike().get(table.name()), refusals));
        // At its start the engine reads all types of the database, and fails at an enum without values.
        if (!tables.enumsWithoutValues().isEmpty()) {
            refusals.add(Refusal.of(
                    "the source has type {0}, a domain over an enum or an enum without values, at which Debezium's"
                            + " engine fails, captured or not: set source.capture=pgoutput",
                    String.join(", ", tables.enumsWithoutValues())));
        }
        return refusals;
    }

    /** Refuses names that Debezium misreads: it would silently lose changes, or stop with an obscure message. */
    private static void checkNames(SourceTable table, String alike, List<Refusal> refusals) {
        if (alike != null) {
            refusals.add(refusal(Message.of(
                    "columns {0} of source table {1} differ only by case, which Debezium can't tell apart: rename one",
                    alike, table.name())));
        }
        if (hasOuterQuote(table.name().schema()) || hasOuterQuote(table.name().table())) {
            refusals.add(refusal(Message.of(
                    "the name of source table {0} begins or ends with a double quote, which Debezium takes off:"
                            + " rename it",
                    table.name())));
        }
        for (String column : table.types().keySet()) {
            if (!column.equals(Strings.unquoteIdentifierPart(column))) {
                refusals.add(refusal(Message.of(
                        "the name of column {0} of source table {1} begins and ends with a quote, which Debezium takes"
                                + " off: rename it",
                        TableName.quote(column), table.name())));
            }
        }
    }

    private static boolean hasOuterQuote(String name) {
        return name.startsWith("\"") || name.endsWith("\"");
    }

    private static Refusal refusal(Message message) {
        return Refusal.of("{0}, or take the table out of routes/tables.camel.yaml", message);
    }
}
