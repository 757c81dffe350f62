package io.adbpg.sync.link;

import java.sql.SQLException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that a server is being stopped. It ends ordinary sessions then, and waits for streams to take and confirm all that
 * it has: for as long as the job's target keeps the job waiting, if the job did not let go.
 */
final class ShutdownLook {
    private static final Logger LOG = LoggerFactory.getLogger(ShutdownLook.class);
    /** What an ordinary session, or somebody who comes, is told by a server that is being stopped, or has crashed. */
    private static final Set<String> ENDS = Set.of("57P01", "57P02", "57P03");

    private final LookSession session;

    /** @param session an ordinary session on the server, which is kept */
    ShutdownLook(LookSession session) {
        this.session = session;
    }

    /**
     * Looks, twice if need be: the server may have been busy.
     *
     * @param pooled whether a connection pooler gives the session
     */
    boolean isStopping(boolean pooled) {
        if (!letsNobodyIn(pooled)) {
            return false;
        }
        return letsNobodyIn(pooled);
    }

    private boolean letsNobodyIn(boolean pooled) {
        try {
            session.get(pooled);
            return false;
        } catch (SQLException e) {
            LOG.debug("no ordinary session", e);
            return (e.getSQLState() != null && ENDS.contains(e.getSQLState())) || session.isAway(e);
        }
    }
}
