package io.adbpg.sync.catalog;

import io.adbpg.sync.failure.Refusal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tables whose rows and columns must stay while they are read. */
public final class UnalteredTables {
    private UnalteredTables() {}

    /**
     * Requires that tables are as they were when they were read.
     *
     * @param version the source's version, such as 160011
     * @throws Refusal if one of them was altered, or its rows were rewritten
     */
    public static void require(Database source, int version, Collection<SourceTable> tables) {
        // Whether anything decodes generated columns does not matter: each table is compared with itself.
        tables.stream()
                .collect(Collectors.partitioningBy(SourceTable::hasGenerated))
                .forEach((hasGenerated, some) ->
                        require(new SourceTableReader(source, new Abilities(version, hasGenerated)), some));
    }

    private static void require(SourceTableReader reader, List<SourceTable> tables) {
        if (tables.isEmpty()) {
            return;
        }
        Map<TableName, TableShape> shapes =
                reader.shapes(tables.stream().map(SourceTable::name).toList());
        for (SourceTable table : tables) {
            // The next session reports a table that was dropped.
            TableShape now = shapes.getOrDefault(table.name(), table.shape());
            if (!new ShapeChange(table.shape(), now).isNone() || table.shape().storage() != now.storage()) {
                throw Refusal.waiting(
                        "source table {0} was altered while it was loaded: its load starts over by itself",
                        table.name());
            }
        }
    }
}
