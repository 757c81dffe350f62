package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.resume.SlotRefusals;
import org.apache.camel.Body;

/** Looks at the source server: that it answers, is new enough, and is set up to be read. */
public final class SourceServerCheck {
    private static final String SOURCE = "source";
    private static final String RESTART =
            "logical; it takes a restart of the server (a cloud service has a parameter for it)";

    /** What the job promises the server each second must come in time. */
    private static final long SHORTEST_TIMEOUT_MILLIS = 5000;

    private static final String WHO =
            "SELECT current_setting('server_version_num')::int AS version, CAST(current_user AS text) AS account";

    /** Adds what it finds. */
    public void check(@Body PrecheckRun run) {
        Database source = run.source();
        Server server = run.settings().source();
        boolean answers = run.connect(SOURCE, () -> {
            var row = source.run(WHO).get(0);
            int version = (Integer) row.get("version");
            Kernel.requireSource(version);
            return server.host() + ":" + server.port() + "/" + server.database() + " as " + row.get("account")
                    + ", PostgreSQL " + Kernel.text(version);
        });
        if (!answers) {
            return;
        }
        Encryption.check(run, source, server);
        run.check("tables", SOURCE, "", () -> {
            run.tables(SourceTables.load(source, run.routes().names()));
            return run.tables().all().size() + " captured";
        });
        run.check("wal_level", SOURCE, RESTART, () -> {
            String level = ServerSetting.read(source, "wal_level").value();
            if (!level.equals("logical")) {
                throw new SlotRefusals(source, run.settings().slot()).notLogical();
            }
            return level;
        });
        run.check("wal_sender_timeout", SOURCE, "", () -> senderTimeout(run));
        run.check("max_slot_wal_keep_size", SOURCE, "", () -> {
            ServerSetting most = ServerSetting.read(source, "max_slot_wal_keep_size");
            return most == null || most.amount() < 0
                    ? "no limit: the server's disk keeps all that the job has not read"
                    : most.value() + ": a job that is further behind has to start over";
        });
    }

    private static String senderTimeout(PrecheckRun run) {
        ServerSetting timeout = ServerSetting.read(run.source(), "wal_sender_timeout");
        if (timeout.amount() <= 0 || timeout.amount() >= SHORTEST_TIMEOUT_MILLIS) {
            return timeout.value().equals("0") ? "off" : timeout.value();
        }
        run.warn(
                "wal_sender_timeout",
                SOURCE,
                timeout.value() + ", after which the server hangs up on a job that is busy",
                "5s or more; no restart",
                "ALTER SYSTEM SET wal_sender_timeout = '60s'; SELECT pg_reload_conf()");
        return null;
    }
}
