package io.adbpg.sync.resume;

import static io.adbpg.sync.catalog.TableName.quote;

import io.adbpg.sync.catalog.Account;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The job's publication on the source, which contains the captured tables and no others. */
public final class Publication {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");
    private static final int PUBLISHES_TRUNCATE = 110_000;
    private static final int PUBLISHES_ROOTS = 130_000;
    private static final int PUBLISHES_GENERATED = 180_000;

    private static final String TABLES =
            """
            SELECT n.nspname AS schema, c.relname AS name
              FROM pg_publication p JOIN pg_publication_rel r ON r.prpubid = p.oid
              JOIN pg_class c ON c.oid = r.prrelid JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE p.pubname = :?publication
            """;

    // Older versions lack pubtruncate and pubgencols.
    private static final String OPTIONS =
            """
            SELECT COALESCE(row_to_json(p)->>'pubtruncate', 'false') = 'true' AS truncates,
                   COALESCE(row_to_json(p)->>'pubgencols', '') = 's' AS generated
              FROM pg_publication p WHERE pubname = :?publication
            """;

    private final Database source;
    private final String name;

    /** @param name the name of the publication, which is the slot's too */
    public Publication(Database source, String name) {
        this.source = source;
        this.name = name;
    }

    /**
     * Creates or alters the publication, so that it contains exactly these tables: none that {@link #refusals} names.
     *
     * @param truncates whether any table takes TRUNCATE
     */
    public void publish(SourceTables tables, boolean truncates) throws Exception {
        if (truncates && tables.version() < PUBLISHES_TRUNCATE) {
            LOG.warn("the source is PostgreSQL 10, which does not publish TRUNCATE: the target keeps the rows");
        }
        Set<TableName> wanted = new TreeSet<>();
        tables.all().stream().map(SourceTable::name).forEach(wanted::add);
        String options = options(tables.version());
        List<Map<String, Object>> found = source.run(OPTIONS, Map.of("publication", name));
        if (found.isEmpty()) {
            new Account(source).requireOnDatabase("CREATE", "; it is for CREATE PUBLICATION");
            source.run("CREATE PUBLICATION " + quote(name) + (wanted.isEmpty() ? "" : " FOR TABLE " + list(wanted))
                    + " WITH " + options);
            return;
        }
        boolean lacksTruncate = tables.version() >= PUBLISHES_TRUNCATE
                && !(Boolean) found.get(0).get("truncates");
        boolean lacksGenerated =
                tables.needsGenerated() && !(Boolean) found.get(0).get("generated");
        // Before any table is added: the source would refuse UPDATE where a replica identity contains such a column.
        if (lacksTruncate || lacksGenerated) {
            source.run("ALTER PUBLICATION " + quote(name) + " SET " + options);
        }
        Set<TableName> published = published();
        // Not SET TABLE: for that the account would have to own even those that are published already.
        alter("DROP", published, wanted);
        alter("ADD", wanted, published);
    }

    private void alter(String verb, Set<TableName> tables, Set<TableName> others) {
        Set<TableName> some = new TreeSet<>(tables);
        some.removeAll(others);
        if (!some.isEmpty()) {
            source.run("ALTER PUBLICATION " + quote(name) + " " + verb + " TABLE " + list(some));
        }
    }

    /** Returns the tables that are not published and that the account can't publish, with the reason. */
    public Map<TableName, Refusal> refusals(SourceTables tables) {
        Set<TableName> added = new TreeSet<>();
        tables.all().stream().map(SourceTable::name).forEach(added::add);
        added.removeAll(published());
        return added.isEmpty() ? Map.of() : new Account(source).notOwned(added);
    }

    /** Whether the publication exists. */
    public boolean exists() {
        return !source.run(OPTIONS, Map.of("publication", name)).isEmpty();
    }

    /** Whether the publication exists and contains stored generated columns. */
    public boolean publishesGenerated() {
        return source.run(OPTIONS, Map.of("publication", name)).stream()
                .anyMatch(row -> (Boolean) row.get("generated"));
    }

    /** Returns the tables that the publication contains. */
    public Set<TableName> published() {
        List<Map<String, Object>> rows = source.run(TABLES, Map.of("publication", name));
        return rows.stream()
                .map(row -> new TableName((String) row.get("schema"), (String) row.get("name")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String list(Set<TableName> tables) {
        // Without ONLY, tables that inherit from one would be published with it. A root's partitions come with it
        // always.
        return tables.stream().map(table -> "ONLY " + table.toSql()).collect(Collectors.joining(", "));
    }

    private static String options(int version) {
        // Even if no table takes it: the job tells of a TRUNCATE that leaves rows on the target.
        String operations = version >= PUBLISHES_TRUNCATE ? ", truncate" : "";
        String viaRoot = version >= PUBLISHES_ROOTS ? ", publish_via_partition_root = true" : "";
        String generated = version >= PUBLISHES_GENERATED ? ", publish_generated_columns = stored" : "";
        return "(publish = 'insert, update, delete" + operations + "'" + viaRoot + generated + ")";
    }
}
