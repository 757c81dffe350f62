package io.adbpg.sync.load;

import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Program;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.load.TableStates.State;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.resume.PublicationNeeds;
import io.adbpg.sync.resume.PublicationState;
import io.adbpg.sync.resume.PublicationVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The tables in step whose changes the source may have left out, since somebody has altered the publication: only another
 * load can bring them into line.
 *
 * @param tables their names
 */
public record UnsentChanges(Set<TableName> tables) {
    /**
     * Finds them.
     *
     * @param found the publication as it is; null if it does not exist
     * @param remembered the versions that are the job's own; none if it does not know any
     * @param needs what the job needs of the publication
     * @param states gives the state of a table; null if it has none
     * @param loading the tables that are being loaded
     */
    public static UnsentChanges find(
            PublicationState found,
            List<PublicationVersion> remembered,
            SourceTables captured,
            PublicationNeeds needs,
            Function<TableName, State> states,
            Collection<TableName> loading) {
        Set<TableName> unsent = new TreeSet<>();
        for (SourceTable table : captured.all()) {
            State state = states.apply(table.name());
            boolean isThere =
                    loading.contains(table.name()) || (state != null && state.isLoaded() && state.isOf(table));
            if (isThere && !isPublished(found, remembered, needs, table)) {
                unsent.add(table.name());
            }
        }
        return new UnsentChanges(unsent);
    }

    /** Whether a table was published all the time. */
    private static boolean isPublished(
            PublicationState found, List<PublicationVersion> remembered, PublicationNeeds needs, SourceTable table) {
        if (found == null || !found.tables().contains(table.name())) {
            return false;
        }
        if (!remembered.isEmpty()) {
            return remembered.stream().anyMatch(version -> found.version()
                    .publishesSince(version, table.shape().oid()));
        }
        // An earlier version of the program did not remember it.
        return !found.limited().contains(table.name())
                && (!table.partitioned() || found.publishesRoots())
                && found.operations().containsAll(needs.changes());
    }

    /**
     * Requires that the tables can be loaded again.
     *
     * @param publication the publication's name
     * @throws Refusal that names those that can't
     */
    public void requireReloadable(String publication, TableRoutes routes) {
        List<Message> lost = new ArrayList<>();
        for (TableName table : tables) {
            Message why = LoadPlan.whyNotReloadable(table, routes);
            if (why != null) {
                lost.add(Message.of("{0} ({1})", table, why));
            }
        }
        if (!lost.isEmpty()) {
            throw Refusal.of(
                    "somebody has altered publication {0}, so changes may be missing on the target, and these tables"
                            + " can't be loaded again: {1}; to start over with all tables, run {2} and start the job",
                    publication, Message.list(lost), Program.command(Program.RELOAD_ALL));
        }
    }

    /** Returns the tables for messages. */
    public String list() {
        return tables.stream().map(TableName::toString).collect(Collectors.joining(", "));
    }
}
