package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.resume.SlotState;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;

/** Finds open transactions on the source that creating a slot, or exporting a snapshot for a load, would wait for. */
public final class OpenTransactionsCheck {
    private static final String CHECK = "open transactions";
    private static final String SOURCE = "source";

    // Not every account sees when a transaction started; all see how many transaction IDs were assigned since.
    private static final String OPEN =
            """
            SELECT l.pid, a.usename AS account, a.application_name AS application,
                   CAST(extract(epoch FROM clock_timestamp() - a.xact_start) AS int) AS seconds
              FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
             WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND l.granted AND l.pid IS NOT NULL
               AND COALESCE(a.xact_start < clock_timestamp() - interval '10 s', age(l.transactionid) > 1000)
             ORDER BY a.xact_start
            """;
    private static final String PREPARED =
            "SELECT quote_literal(gid) AS gid, CAST(prepared AS text) AS since FROM pg_prepared_xacts ORDER BY prepared";

    /** Adds its findings to the run. */
    public void check(@Body PrecheckRun run) {
        if (run.tables() == null) {
            return;
        }
        Database source = run.source();
        run.check(CHECK, SOURCE, Message.NONE, () -> {
            boolean waits = run.isAnyToBeLoaded()
                    || SlotState.read(source, run.settings().slot()) == null;
            List<Map<String, Object>> open = source.run(OPEN);
            List<Map<String, Object>> prepared = source.run(PREPARED);
            if (!waits || (open.isEmpty() && prepared.isEmpty())) {
                return open.isEmpty() && prepared.isEmpty()
                        ? Message.of("none for more than 10 s")
                        : Message.of("nothing waits for them");
            }
            open.forEach(row -> run.warn(
                    CHECK,
                    SOURCE,
                    Message.of(
                            "process {0} ({1}, {2}) has a transaction open{3}",
                            row.get("pid"),
                            row.get("account"),
                            row.get("application"),
                            row.get("seconds") == null ? Message.NONE : Message.of(" for {0} s", row.get("seconds"))),
                    Message.of("its end: the job can't start before"),
                    "SELECT pg_terminate_backend(" + row.get("pid") + ")"));
            prepared.forEach(row -> run.warn(
                    CHECK,
                    SOURCE,
                    Message.of("prepared transaction {0} has been open since {1}", row.get("gid"), row.get("since")),
                    Message.of(
                            "its end: the job can't start before (COMMIT PREPARED instead, if its changes are wanted)"),
                    "ROLLBACK PREPARED " + row.get("gid")));
            return null;
        });
    }
}
