package io.adbpg.sync.session;

import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.settings.Settings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the job has run before, as its ends know: the target, which has its position, or the source, which has its slot.
 * A new job whose servers can't be reached has wrong settings; for any other one that is an outage, also right after the start.
 */
public final class FormerRun {
    private static final Logger LOG = LoggerFactory.getLogger(FormerRun.class);

    private final Settings settings;

    /** Asks the ends of these settings. */
    public FormerRun(Settings settings) {
        this.settings = settings;
    }

    /** Asks the ends; if neither answers, the job may have run: all machines may have been started at once. */
    public boolean isLikely() {
        return ask(settings.target(), "SELECT to_regclass('adbpg_sync.position_" + settings.job() + "') IS NOT NULL")
                .or(() -> ask(
                        settings.source(),
                        "SELECT EXISTS (SELECT 1 FROM pg_replication_slots WHERE slot_name = '" + settings.slot()
                                + "')"))
                .orElse(true);
    }

    private Optional<Boolean> ask(Server server, String question) {
        try (Connection connection = server.connectToLook(settings.job());
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            answer.next();
            return Optional.of(answer.getBoolean(1));
        } catch (SQLException | RuntimeException e) {
            LOG.debug("{} can't tell whether the job has run before", server, e);
            return Optional.empty();
        }
    }
}
