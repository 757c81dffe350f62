package io.adbpg.sync.chaos;

import io.adbpg.sync.support.FaultyLink;
import io.adbpg.sync.support.RestartableServer;
import io.adbpg.sync.support.StoppableServer;
import io.adbpg.sync.support.StoppableServer.Stop;
import io.adbpg.sync.support.TargetReader;
import io.adbpg.sync.support.TestDatabase;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What is attacked.
 *
 * @param second another copy of the job, which is not to run
 * @param sourceLink the job's way to the source
 * @param tables the routes of the tables that stay
 * @param disk where the target has its tables, if it can be filled up
 * @param reader sees whether there is ever half a transaction on the target
 */
public record Scene(
        ChaosJob job,
        ChaosJob second,
        RestartableServer sourceServer,
        StoppableServer targetServer,
        TestDatabase source,
        TestDatabase target,
        FaultyLink sourceLink,
        FaultyLink targetLink,
        String tables,
        Optional<SmallDisk> disk,
        TargetReader reader) {
    private static final List<String> TABLES =
            List.of("savings", "loans", "lines", "items", "documents", "seats", "growing", "bulk");

    private static final List<String> APART =
            List.of("items", "events", "documents", "prices", "growing", "cleared", "bulk");
    private static final int LONG_SECONDS = 300;

    /** For how long the source waits for a job that does not answer. */
    public static final int PATIENCE_MILLIS = 8000;

    /** The routes of all tables. */
    public String allTables() {
        return tables + RoughTraffic.COMING_ROUTE;
    }

    /** A table that is not taken out of the routes. */
    public String table(Random random) {
        return TABLES.get(random.nextInt(TABLES.size()));
    }

    /** A table that is not taken out of the routes, and whose rows need not agree with those of another table at each moment. */
    public String tableApart(Random random) {
        return APART.get(random.nextInt(APART.size()));
    }

    /** Whether there is time for tables to be loaded again. */
    public static boolean isLong() {
        return Long.getLong("chaos.seconds") >= LONG_SECONDS;
    }

    /** The job's way to either end. */
    public FaultyLink link(Random random) {
        return random.nextBoolean() ? sourceLink : targetLink;
    }

    /** Lets nothing pass to or from one end; perhaps the connections don't outlive it. */
    public void hold(Random random, int millis) throws InterruptedException {
        FaultyLink link = link(random);
        link.hold(true);
        Fault.pause(millis);
        if (random.nextBoolean()) {
            link.cut();
        }
        link.hold(false);
    }

    /** Stops a server, and starts it again, perhaps seconds later. */
    public void restart(StoppableServer server, Stop how, Random random) throws Exception {
        synchronized (server) {
            server.stop(how);
            Fault.pause(random.nextInt(2) * random.nextInt(4000));
            server.startAgain();
        }
    }

    /** Ends the job's sessions at one end. */
    public void endBackends(TestDatabase database) {
        try {
            database.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name LIKE 'adbpg-sync%' OR pid IN (SELECT pid FROM pg_stat_replication)");
        } catch (IllegalStateException e) {
            // The server is away.
        }
    }

    /** Ends whatever may still go on. */
    void endAll() throws IOException {
        for (FaultyLink link : List.of(sourceLink, targetLink)) {
            link.hold(false);
            link.open();
            link.delay(0);
            link.cut();
        }
        job.edit(allTables());
    }
}
