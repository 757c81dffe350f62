package io.adbpg.sync.session;

import io.adbpg.sync.batch.SessionOver;
import io.adbpg.sync.catalog.SourceSession;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.load.InitialLoad;
import io.adbpg.sync.load.JoinedTables;
import io.adbpg.sync.load.UnsentChanges;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.resume.Publication;
import io.adbpg.sync.resume.PublicationMemory;
import io.adbpg.sync.resume.PublicationNeeds;
import io.adbpg.sync.resume.PublicationState;
import io.adbpg.sync.resume.PublicationVersion;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the publication what the job needs. If somebody else has altered it, even for a moment, the source may have left out
 * changes: then the tables concerned are loaded again.
 */
final class PublicationRepair {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");
    private static final int ADVANCES_SLOTS = 110_000;

    private final JobServices job;
    private final Publication publication;
    private final PublicationMemory memory;
    private final JoinedTables joined;
    private final TableRoutes routes;

    PublicationRepair(
            JobServices job,
            Publication publication,
            PublicationMemory memory,
            JoinedTables joined,
            TableRoutes routes) {
        this.job = job;
        this.publication = publication;
        this.memory = memory;
        this.joined = joined;
        this.routes = routes;
    }

    /**
     * Makes the publication what the job needs, and remembers it.
     *
     * @param tables the captured tables
     * @param isFollowed whether the target holds a position, so that changes may be missing
     * @return the publication's version, until somebody alters it
     * @throws io.adbpg.sync.failure.Refusal if the job may not alter it, or can't bring a table into line
     */
    PublicationVersion run(SourceTables tables, boolean isFollowed) throws Exception {
        memory.require();
        List<PublicationVersion> remembered = memory.read();
        PublicationState found = publication.read();
        PublicationNeeds needs = PublicationNeeds.of(tables, routes);
        publication.requireRights(found, needs);
        publication.requireOwnership(found, needs);
        if (isFollowed) {
            reload(found, remembered, tables, needs);
        }
        if (!publication.statements(found, needs).isEmpty()) {
            return change(found, needs).version();
        }
        if (!remembered.equals(List.of(found.version()))) {
            remember(List.of(found.version()));
        }
        return found.version();
    }

    private void reload(
            PublicationState found, List<PublicationVersion> remembered, SourceTables tables, PublicationNeeds needs)
            throws Exception {
        InitialLoad load = job.outOfStep().load();
        UnsentChanges unsent = UnsentChanges.find(
                found, remembered, tables, needs, joined::of, load == null ? List.of() : load.tables());
        if (unsent.tables().isEmpty()) {
            return;
        }
        String name = job.settings().slot();
        requireReadable(found, remembered, tables);
        unsent.requireReloadable(name, routes);
        // Its rows are older than what the source may have left out.
        job.outOfStep().abortLoad();
        if (!joined.isCurrent()) {
            throw new SessionOver("a load has changed the table states while the publication was compared");
        }
        LOG.warn(
                "somebody has {} publication {}, so changes of these tables may be missing on the target: they are loaded"
                        + " again: {}",
                found == null ? "dropped" : "altered",
                name,
                unsent.list());
        joined.reload(unsent.tables());
    }

    /** Requires that the slot can be advanced to where the publication exists; before, the source can't decode it. */
    private void requireReadable(PublicationState found, List<PublicationVersion> remembered, SourceTables tables) {
        boolean isSame = found != null
                && (remembered.isEmpty()
                        || remembered.stream()
                                .anyMatch(version ->
                                        version.oid() == found.version().oid()));
        if (!isSame && tables.version() < ADVANCES_SLOTS) {
            throw Publication.unreadable(job.settings().slot());
        }
    }

    /** Alters the publication; the job remembers the new version before the source commits it. */
    private PublicationState change(PublicationState found, PublicationNeeds needs) throws Exception {
        PublicationState[] changed = {null};
        SourceSession source = job.source();
        source.inTransaction(() -> {
            changed[0] = publication.change(found, needs);
            PublicationVersion now = changed[0].version();
            remember(found == null ? List.of(now) : List.of(found.version(), now));
        });
        return changed[0];
    }

    private void remember(List<PublicationVersion> versions) {
        memory.write(versions);
        try {
            job.target().commit();
        } catch (SQLException e) {
            throw new Failed("target", e);
        }
    }
}
