package io.adbpg.sync.catalog;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;

/** The tables that a job captures, as the catalogue described them when the session opened. */
public final class SourceTables {
    /** The condition that table {@code c} has a column that PostgreSQL publishes. */
    static final String PUBLISHED =
            """
            EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                       AND (NOT a.atthasdef OR COALESCE(row_to_json(a)->>'attgenerated', '') = ''
                            OR (row_to_json(a)->>'attgenerated' = 's'
                                AND CAST(current_setting('server_version_num') AS int) >= 180000)))
            """;

    private static final String NAMES =
            """
            SELECT n.nspname AS schema, c.relname AS name
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p') AND c.relpersistence = 'p' AND {published} AND ({wanted})
            """
                    .replace("{published}", PUBLISHED)
                    .replace("{wanted}", SourceTableReader.WANTED);

    /** Of all tables but the server's own, whose oids are lower. */
    private static final String COLUMNS_ALIKE =
            """
            SELECT n.nspname AS schema, c.relname AS name, string_agg(quote_ident(a.attname), ' and ') AS columns
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
             WHERE c.oid >= 16384 AND a.attrelid >= 16384 AND c.relkind IN ('r', 'p')
             GROUP BY n.nspname, c.relname, lower(a.attname) HAVING count(*) > 1
            """;

    private static final String ENUMS_WITHOUT_VALUES =
            """
            SELECT format_type(t.oid, NULL) AS type
              FROM pg_type t
             WHERE t.typcategory = 'E' AND NOT EXISTS (SELECT 1 FROM pg_enum e WHERE e.enumtypid = t.oid)
             ORDER BY 1
            """;

    private final Map<TableName, SourceTable> tables = new TreeMap<>();
    private final Map<TableName, String> columnsAlike = new TreeMap<>();
    private final Map<TableName, Refusal> refusals = new TreeMap<>();
    private final Set<TableName> parts = new TreeSet<>();
    private final Map<Long, String> fingerprints = new HashMap<>();
    private final Map<TableName, Message> leftOut = new TreeMap<>();
    private final Map<TableName, Refusal> unpublishable = new TreeMap<>();
    private final List<String> enumsWithoutValues = new ArrayList<>();
    private final Abilities abilities;

    private SourceTables(Abilities abilities) {
        this.abilities = abilities;
    }

    /**
     * Reads the tables from the catalogue.
     *
     * @param ofVersion returns what a source of a version can do for the job
     */
    public static SourceTables load(Database source, WantedTables wanted, IntFunction<Abilities> ofVersion)
            throws Exception {
        int version = version(source);
        Kernel.requireSource(version);
        Abilities abilities = ofVersion.apply(version);
        SourceTables tables = new SourceTables(abilities);
        for (Map<String, Object> row : source.run(COLUMNS_ALIKE)) {
            tables.columnsAlike.put(
                    new TableName((String) row.get("schema"), (String) row.get("name")), (String) row.get("columns"));
        }
        source.run(ENUMS_WITHOUT_VALUES).forEach(row -> tables.enumsWithoutValues.add((String) row.get("type")));
        Map<TableName, SourceTable> found = new SourceTableReader(source, abilities).read(wanted.names());
        found.keySet().removeIf(name -> !wanted.takes().test(name));
        for (TableName name : wanted.names()) {
            if (!found.containsKey(name) && !name.isWildcard()) {
                tables.refusals.put(
                        name, UncapturedTable.read(source, name, version).refusal());
            }
        }
        tables.leftOut.putAll(
                LeftOutTables.find(source, abilities, wanted, found.keySet()).reasons());
        if (abilities.tellsGenerated()) {
            GeneratedIdentity.find(source, wanted.names()).stream()
                    .filter(column -> column.isVirtual() && found.containsKey(column.table()))
                    .forEach(column -> tables.unpublishable.putIfAbsent(
                            column.table(),
                            column.refusal(!found.get(column.table()).key().isEmpty())));
        }
        tables.refusals.putAll(tables.unpublishable);
        if (abilities.hasUnvalidatedNotNull()) {
            UnvalidatedKey.find(source, wanted.names()).stream()
                    .filter(key -> found.containsKey(key.table()))
                    .forEach(key -> tables.refusals.putIfAbsent(key.table(), key.refusal()));
        }
        found.values().stream()
                .filter(table -> !tables.refusals.containsKey(table.name()))
                .forEach(tables::add);
        tables.findPartitions(source);
        return tables;
    }

    /** Returns those of some captured tables that were altered since they were read, by one query. */
    public Set<TableName> altered(Database source, Collection<TableName> names) {
        Set<TableName> altered = new TreeSet<>();
        new SourceTableReader(source, abilities).shapes(names).forEach((name, now) -> {
            SourceTable opened = tables.get(name);
            if (opened != null && !new ShapeChange(opened.shape(), now).isNone()) {
                altered.add(name);
            }
        });
        return altered;
    }

    private static int version(Database source) {
        return Integer.parseInt(
                (String) source.run("SHOW server_version_num").get(0).get("server_version_num"));
    }

    private void add(SourceTable table) {
        if (table.types().isEmpty()) {
            leftOut.put(table.name(), Message.of("it has no column that PostgreSQL publishes"));
            return;
        }
        Refusal refusal = CaptureLimits.refusal(table, abilities);
        if (refusal != null) {
            refusals.put(table.name(), refusal);
            return;
        }
        tables.put(table.name(), table);
    }

    private void findPartitions(Database source) {
        List<SourceTable> roots =
                tables.values().stream().filter(SourceTable::partitioned).toList();
        if (roots.isEmpty()) {
            return;
        }
        List<Long> oids = roots.stream().map(root -> root.shape().oid()).toList();
        // First: what changes in between is noticed then.
        fingerprints.putAll(CatalogueLook.fingerprints(
                source, roots.stream().map(SourceTable::name).toList()));
        Map<Long, List<Partition>> found = Partitions.read(source, oids);
        for (SourceTable root : roots) {
            List<Partition> partitions = found.getOrDefault(root.shape().oid(), List.of());
            tables.replace(root.name(), root.with(partitions));
            partitions.stream()
                    .map(Partition::name)
                    .filter(tables::containsKey)
                    .forEach(part -> refusePart(part, root.name()));
        }
        parts.forEach(tables::remove);
    }

    private void refusePart(TableName part, TableName root) {
        parts.add(part);
        refusals.put(
                part,
                Refusal.of(
                        "source table {0} is a partition of {1}, whose entry gets its rows: take one of the two entries"
                                + " out of the routes",
                        part, root));
    }

    /** Returns what the partitions of each captured root were told by, by the root's oid. */
    Map<Long, String> fingerprints() {
        return fingerprints;
    }

    /** Returns those of the {@link #refusals()} whose rows come with a root that is captured itself. */
    public Set<TableName> parts() {
        return parts;
    }

    /** Returns the wanted tables that exist and can be captured. */
    public Set<TableName> find(Database source, WantedTables wanted) {
        Set<TableName> found = new TreeSet<>();
        for (Map<String, Object> row : source.run(abilities.words(NAMES), SourceTableReader.wanted(wanted.names()))) {
            found.add(new TableName((String) row.get("schema"), (String) row.get("name")));
        }
        found.removeIf(name -> !wanted.takes().test(name));
        return found;
    }

    /** Returns the tables that the job leaves out for what they are, with the reason. */
    public Map<TableName, Message> leftOut() {
        return leftOut;
    }

    /** Returns the tables that can't be captured, with the reason. */
    public Map<TableName, Refusal> refusals() {
        return refusals;
    }

    /** Adds tables that can't be captured, with the reason. */
    public void refuse(Map<TableName, Refusal> more) {
        refusals.putAll(more);
    }

    /**
     * Returns those of the {@link #refusals} for which a table must not stay in the publication even if it is in step,
     * since the source refuses every UPDATE and DELETE on it.
     */
    public Map<TableName, Refusal> unpublishable() {
        return unpublishable;
    }

    /** Whether the publication must contain stored generated columns. */
    public boolean needsGenerated() {
        return tables.values().stream().anyMatch(SourceTable::hasGenerated);
    }

    /** Removes tables, as if they were not captured. */
    public void leaveOut(Collection<TableName> names) {
        tables.keySet().removeAll(names);
    }

    /** Returns a captured table; null if it is not captured. */
    public SourceTable table(TableName name) {
        return tables.get(name);
    }

    /** Returns the captured tables, ordered by name. */
    public Collection<SourceTable> all() {
        return tables.values();
    }

    /**
     * Returns, for each table of the source, captured or not, the columns whose names differ only by case; other tables
     * are left out.
     */
    public Map<TableName, String> columnsAlike() {
        return columnsAlike;
    }

    /**
     * Returns the enum types of the source, captured or not, that have no values of their own; that includes domains
     * over enums.
     */
    public List<String> enumsWithoutValues() {
        return enumsWithoutValues;
    }

    /** Returns what the source can do for the job. */
    public Abilities abilities() {
        return abilities;
    }

    /** Returns the server's version, such as 160011. */
    public int version() {
        return abilities.version();
    }

    /** Returns a statement that sends a position through the slot although no captured table changes. */
    public String heartbeatQuery() {
        // Before version 14 pgoutput sends no messages, but it sends the transaction that contains one.
        boolean transactional = version() < 140_000;
        return "SELECT pg_logical_emit_message(" + transactional + ", 'adbpg_sync', '')";
    }
}
