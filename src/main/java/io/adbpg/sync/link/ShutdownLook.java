package io.adbpg.sync.link;

import io.adbpg.sync.link.LinkWatch.Asker;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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

    private final Asker asker;
    private Connection ordinary;

    /** @param asker opens ordinary sessions on the server */
    ShutdownLook(Asker asker) {
        this.asker = asker;
    }

    /** Looks; keeps an ordinary session for the next look. */
    boolean isStopping() {
        try {
            if (ordinary == null) {
                ordinary = asker.connect();
            }
            try (Statement statement = ordinary.createStatement()) {
                statement.execute("SELECT 1");
            }
            return false;
        } catch (SQLException e) {
            LOG.debug("an ordinary session has failed", e);
            close();
            return isEnd(e) && letsNobodyIn();
        }
    }

    /** Somebody may have ended nothing but that session. */
    private boolean letsNobodyIn() {
        try {
            ordinary = asker.connect();
            return false;
        } catch (SQLException e) {
            LOG.debug("nor lets it in anybody", e);
            return isEnd(e);
        }
    }

    private static boolean isEnd(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && (ENDS.contains(state) || state.startsWith("08"));
    }

    /** Gives the session back; the next look opens another one. */
    void close() {
        if (ordinary != null) {
            try {
                ordinary.close();
            } catch (SQLException e) {
                LOG.debug("closing the connection failed", e);
            }
            ordinary = null;
        }
    }
}
