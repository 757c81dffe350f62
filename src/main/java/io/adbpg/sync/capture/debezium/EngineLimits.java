package io.adbpg.sync.capture.debezium;

import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
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
            refusals.add(new Refusal("the source has type " + String.join(", ", tables.enumsWithoutValues())
                    + ", a domain over an enum or an enum without values, at which Debezium's engine fails, captured or"
                    + " not: set source.capture=pgoutput"));
        }
        return refusals;
    }

    /** Refuses names that Debezium misreads: it would silently lose changes, or stop with an obscure message. */
    private static void checkNames(SourceTable table, String alike, List<Refusal> refusals) {
        if (alike != null) {
            refusals.add(refusal("columns " + alike + " of source table " + table.name()
                    + " differ only by case, which Debezium can't tell apart: rename one"));
        }
        if (hasOuterQuote(table.name().schema()) || hasOuterQuote(table.name().table())) {
            refusals.add(refusal("the name of source table " + table.name()
                    + " begins or ends with a double quote, which Debezium takes off: rename it"));
        }
        for (String column : table.types().keySet()) {
            if (!column.equals(Strings.unquoteIdentifierPart(column))) {
                refusals.add(refusal("the name of column " + TableName.quote(column) + " of source table "
                        + table.name() + " begins and ends with a quote, which Debezium takes off: rename it"));
            }
        }
    }

    private static boolean hasOuterQuote(String name) {
        return name.startsWith("\"") || name.endsWith("\"");
    }

    private static Refusal refusal(String message) {
        return new Refusal(message + ", or take the table out of routes/tables.camel.yaml");
    }
}
