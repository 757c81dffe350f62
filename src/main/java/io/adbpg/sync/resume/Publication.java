package io.adbpg.sync.resume;

import static io.adbpg.sync.catalog.TableName.quote;

import io.adbpg.sync.catalog.Account;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Hindrance;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Program;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Operation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The job's publication on the source, which contains the captured tables and no others. */
public final class Publication {
    private static final int PUBLISHES_TRUNCATE = 110_000;
    private static final int PUBLISHES_ROOTS = 130_000;
    private static final int PUBLISHES_GENERATED = 180_000;

    private final Database source;
    private final String name;
    private final int version;

    /**
     * @param name the name of the publication, which is the slot's too
     * @param version the source's version, such as 160011
     */
    public Publication(Database source, String name, int version) {
        this.source = source;
        this.name = name;
        this.version = version;
    }

    /** Returns the refusal for a publication that was dropped at a source whose slots can't be advanced. */
    public static Refusal unreadable(String name) {
        return Refusal.of(
                "publication {0} was dropped, and PostgreSQL 10 can't decode the changes since; to load all"
                        + " tables again, run {1} and start the job",
                name, Program.command(Program.RELOAD_ALL));
    }

    /** Reads the publication as it is now; null if it does not exist. */
    public PublicationState read() {
        return PublicationState.read(source, name, version);
    }

    /**
     * Returns the statements that make the publication what the job needs; none if it is that already.
     *
     * @param found the publication as it is; null if it does not exist
     */
    public List<String> statements(PublicationState found, PublicationNeeds needs) {
        if (found == null) {
            return List.of(create(needs));
        }
        Set<TableName> wanted = needs.tables();
        boolean hasSchemas = !found.version().schemas().isEmpty();
        if (found.isForAll() || (hasSchemas && wanted.isEmpty())) {
            return List.of("DROP PUBLICATION " + quote(name), create(needs));
        }
        List<String> statements = new ArrayList<>();
        boolean lacksRoots = needs.roots() && !found.publishesRoots();
        boolean lacksGenerated = needs.generated() && !found.publishesGenerated();
        // Before any table is added: the source would refuse UPDATE where a replica identity contains a generated
        // column.
        if (!found.operations().containsAll(needs.operations()) || lacksRoots || lacksGenerated) {
            Set<Operation> operations = EnumSet.copyOf(needs.operations());
            operations.addAll(found.operations());
            statements.add("ALTER PUBLICATION " + quote(name) + " SET (" + options(operations) + ")");
        }
        if (hasSchemas) {
            statements.add(alter("SET", wanted));
            return statements;
        }
        // Not SET TABLE: for that the account would have to own even those that are published already.
        Set<TableName> dropped = without(found.tables(), wanted);
        dropped.addAll(found.limited());
        Set<TableName> added = named(found, needs);
        if (!dropped.isEmpty()) {
            statements.add(alter("DROP", dropped));
        }
        if (!added.isEmpty()) {
            statements.add(alter("ADD", added));
        }
        return statements;
    }

    private String alter(String verb, Set<TableName> tables) {
        return "ALTER PUBLICATION " + quote(name) + " " + verb + " TABLE " + list(tables);
    }

    private static Set<TableName> without(Set<TableName> tables, Set<TableName> others) {
        Set<TableName> rest = new TreeSet<>(tables);
        rest.removeAll(others);
        return rest;
    }

    /**
     * Returns the tables that {@link #statements} add to the publication, which takes ownership of them.
     *
     * @param found the publication as it is; null if it does not exist
     */
    public Set<TableName> named(PublicationState found, PublicationNeeds needs) {
        if (found == null || found.isForAll() || !found.version().schemas().isEmpty()) {
            return needs.tables();
        }
        Set<TableName> added = without(needs.tables(), found.tables());
        Set<TableName> limited = new TreeSet<>(found.limited());
        limited.retainAll(needs.tables());
        added.addAll(limited);
        return added;
    }

    /** Returns the tables that are not published and that the account can't publish, with the reason. */
    public Map<TableName, Refusal> refusals(SourceTables tables) {
        PublicationState found = read();
        Set<TableName> added = new TreeSet<>();
        tables.all().stream().map(SourceTable::name).forEach(added::add);
        if (found != null) {
            added.removeAll(found.tables());
        }
        return added.isEmpty() ? Map.of() : new Account(source).notOwned(added);
    }

    private String create(PublicationNeeds needs) {
        Set<Operation> operations = EnumSet.copyOf(PublicationNeeds.USUAL);
        operations.addAll(needs.operations());
        return "CREATE PUBLICATION " + quote(name)
                + (needs.tables().isEmpty() ? "" : " FOR TABLE " + list(needs.tables())) + " WITH ("
                + options(operations) + ")";
    }

    private static String list(Set<TableName> tables) {
        // Without ONLY, tables that inherit from one would be published with it. A root's partitions come with it
        // always.
        return tables.stream().map(table -> "ONLY " + table.toSql()).collect(Collectors.joining(", "));
    }

    private String options(Set<Operation> operations) {
        String publish = operations.stream()
                .filter(operation -> operation != Operation.TRUNCATE || version >= PUBLISHES_TRUNCATE)
                .map(Operation::word)
                .collect(Collectors.joining(", "));
        return "publish = '" + publish + "'"
                + (version >= PUBLISHES_ROOTS ? ", publish_via_partition_root = true" : "")
                + (version >= PUBLISHES_GENERATED ? ", publish_generated_columns = stored" : "");
    }

    /**
     * Requires the rights for {@link #statements} on the publication itself; none if there are no statements.
     *
     * @param found the publication as it is; null if it does not exist
     * @throws Refusal that names what to grant or to run
     */
    public void requireRights(PublicationState found, PublicationNeeds needs) {
        List<String> statements = statements(found, needs);
        if (!statements.isEmpty() && found != null && !found.isOwned()) {
            String fix = String.join("; ", statements);
            throw Refusal.of(
                            "publication {0} belongs to {1}, and is not as the job needs it: run {2} on the source, or GRANT"
                                    + " {1} TO {3}",
                            name, found.owner(), fix, found.account())
                    .withFix(fix);
        }
        if (statements.contains(create(needs))) {
            new Account(source).requireOnDatabase("CREATE", Message.of("; it is for CREATE PUBLICATION"));
        }
    }

    /**
     * Requires ownership of the tables that {@link #statements} name.
     *
     * @throws Refusal that names what to grant
     */
    public void requireOwnership(PublicationState found, PublicationNeeds needs) {
        Set<TableName> named = statements(found, needs).isEmpty() ? Set.of() : named(found, needs);
        if (!named.isEmpty()) {
            new Account(source).notOwned(named).values().stream().findFirst().ifPresent(refusal -> {
                throw refusal;
            });
        }
    }

    /**
     * Runs {@link #statements}. The caller has begun a transaction on the source, and commits it.
     *
     * @param found the publication as it is; null if it does not exist
     * @return the publication as it is once the transaction is committed
     * @throws IllegalStateException if somebody else has changed the publication meanwhile
     */
    public PublicationState change(PublicationState found, PublicationNeeds needs) {
        statements(found, needs).forEach(source::run);
        PublicationState now = read();
        boolean isOwn = now.version().isWrittenBy(now.transaction(), found == null ? null : found.version());
        if (!isOwn || !statements(now, needs).isEmpty()) {
            throw Hindrance.of("publication {0} was changed by somebody else at the same time", name);
        }
        return now;
    }
}
