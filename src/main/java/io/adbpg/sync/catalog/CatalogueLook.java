package io.adbpg.sync.catalog;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** Looks whether the source's catalogue still has the captured tables as it had them when the session opened. */
public final class CatalogueLook {
    private static final String OIDS = "SELECT n.nspname AS schema, c.relname AS name, c.oid AS oid, "
            + SourceTables.PUBLISHED + " AS published, " + Partitions.FINGERPRINT + " AS partitions FROM "
            + NameList.TABLES;

    private final SourceTables tables;

    /** @param tables as the session opened them */
    public CatalogueLook(SourceTables tables) {
        this.tables = tables;
    }

    /** Returns what tells of any change among the partitions of tables, by the tables' oids. */
    static Map<Long, String> fingerprints(Database source, Collection<TableName> roots) {
        Map<Long, String> fingerprints = new HashMap<>();
        for (Map<String, Object> row : source.run(OIDS, NameList.values(roots))) {
            fingerprints.put(((Number) row.get("oid")).longValue(), (String) row.get("partitions"));
        }
        return fingerprints;
    }

    /**
     * Whether something has changed that no row of the stream tells of, or not in time.
     *
     * @param publishesGenerated whether the publication contains stored generated columns
     */
    public boolean hasChanged(Database source, BooleanSupplier publishesGenerated) {
        return isAnyRecreated(source) || isAnyRelabelled(source) || isAnyRefusingUpdates(source, publishesGenerated);
    }

    /**
     * Whether another table has the name of a captured one, since that was dropped or renamed, a captured one has lost all its
     * columns, or a root has other partitions, other rows in one, or another replica identity of one.
     */
    private boolean isAnyRecreated(Database source) {
        List<TableName> names = tables.all().stream().map(SourceTable::name).toList();
        return source.run(OIDS, NameList.values(names)).stream().anyMatch(this::isOther);
    }

    private boolean isOther(Map<String, Object> row) {
        SourceTable table = tables.table(new TableName((String) row.get("schema"), (String) row.get("name")));
        long oid = ((Number) row.get("oid")).longValue();
        Map<Long, String> fingerprints = tables.fingerprints();
        return oid != table.shape().oid()
                || !(Boolean) row.get("published")
                || (fingerprints.containsKey(oid) && !Objects.equals(fingerprints.get(oid), row.get("partitions")));
    }

    /** Whether the type of a captured column was altered, so that its old values may print otherwise, now or later. */
    private boolean isAnyRelabelled(Database source) {
        List<TableName> labelled = tables.all().stream()
                .filter(table -> table.shape().columns().stream().anyMatch(column -> column.labels() != null))
                .map(SourceTable::name)
                .toList();
        return !labelled.isEmpty()
                && new SourceTableReader(source, tables.abilities())
                        .read(labelled).values().stream()
                                .anyMatch(now ->
                                        new ShapeChange(tables.table(now.name()).shape(), now.shape()).hasOtherNotes());
    }

    /**
     * Whether the source refuses every UPDATE and DELETE on a captured table, since the publication lacks a generated
     * column of its replica identity.
     */
    private boolean isAnyRefusingUpdates(Database source, BooleanSupplier publishesGenerated) {
        return tables.abilities().tellsGenerated()
                && !tables.all().isEmpty()
                && GeneratedIdentity.find(
                                source,
                                tables.all().stream().map(SourceTable::name).toList())
                        .stream()
                        .anyMatch(column -> column.isVirtual() || !publishesGenerated.getAsBoolean());
    }
}
