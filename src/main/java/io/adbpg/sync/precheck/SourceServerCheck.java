package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.Abilities;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.WalLevel;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.resume.SlotRefusals;
import org.apache.camel.Body;

/** Checks that the source server answers, is new enough, and is set up for logical replication. */
public final class SourceServerCheck {
    private static final String SOURCE = "source";
    private static final Message RESTART =
            Message.of("logical; a change takes a restart of the server (cloud services have a parameter for it)");

    /** The job sends its status each second; the server must not give up before several of them. */
    private static final long SHORTEST_TIMEOUT_MILLIS = 5000;

    private static final String WHO =
            "SELECT current_setting('server_version_num')::int AS version, CAST(current_user AS text) AS account,"
                    + " pg_is_in_recovery() AS standby";

    /** Adds its findings to the run. */
    public void check(@Body PrecheckRun run) {
        Database source = run.source();
        Server server = run.settings().source();
        boolean answers = run.connect(SOURCE, () -> {
            var row = source.run(WHO).get(0);
            int version = (Integer) row.get("version");
            Kernel.requireSource(version);
            if ((Boolean) row.get("standby")) {
                throw Abilities.hasPublications(version)
                        ? Refusal.of(
                                "{0} is a standby, where the job can't make its publication: name the primary in"
                                        + " source.host and source.port",
                                server)
                        : Refusal.of(
                                "{0} is a standby, where the job can't make its slot: name the primary in source.host and"
                                        + " source.port",
                                server);
            }
            return Message.of(
                    "{0}:{1}/{2} as {3}, PostgreSQL {4}",
                    server.host(), server.port(), server.database(), row.get("account"), Kernel.text(version));
        });
        if (!answers) {
            return;
        }
        Encryption.check(run, source, server);
        run.check("tables", SOURCE, Message.NONE, () -> {
            run.tables(SourceTables.load(source, run.routes().wanted(), run.settings()::abilities));
            return Message.of("{0} captured", run.tables().all().size());
        });
        run.check("wal_level", SOURCE, RESTART, () -> {
            WalLevel level = WalLevel.read(source);
            if (!level.isEnough()) {
                throw new SlotRefusals(source, run.settings().slot()).notLogical(level);
            }
            return level.isOnDemand()
                    ? Message.of("{0}, which this version makes logical while there is a slot for it", level.value())
                    : Message.verbatim(level.value());
        });
        run.check("wal_sender_timeout", SOURCE, Message.NONE, () -> senderTimeout(run));
        SlotLimits.check(run);
    }

    private static Message senderTimeout(PrecheckRun run) {
        ServerSetting timeout = ServerSetting.read(run.source(), "wal_sender_timeout");
        if (timeout.amount() <= 0 || timeout.amount() >= SHORTEST_TIMEOUT_MILLIS) {
            return timeout.value().equals("0") ? Message.of("off") : Message.verbatim(timeout.value());
        }
        run.warn(
                "wal_sender_timeout",
                SOURCE,
                Message.of("{0}, after which the server ends the connection of a busy job", timeout.value()),
                Message.of("5s or more; takes effect without a restart"),
                "ALTER SYSTEM SET wal_sender_timeout = '60s'; SELECT pg_reload_conf()");
        return null;
    }
}
