package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import io.adbpg.sync.support.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Somebody else alters what the job's publication publishes of all tables, or drops it. Until the tables are loaded again,
 * readers may see parts of transactions.
 */
public final class PublicationOfAllAltered implements Fault {
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int LOOK_MILLIS = 200;

    @Override
    public boolean canStrike(Scene scene) {
        return Scene.isLong();
    }

    @Override
    public void strike(Scene scene, Random random) throws Exception {
        String publication = scene.job().process().slot();
        List<String> statements =
                switch (random.nextInt(3)) {
                    case 0 -> List.of("ALTER PUBLICATION " + publication + " SET (publish = 'insert')");
                    case 1 -> List.of("DROP PUBLICATION " + publication);
                    default ->
                        List.of(
                                "DROP PUBLICATION " + publication,
                                "CREATE PUBLICATION " + publication + " FOR ALL TABLES");
                };
        scene.reader().pause();
        try {
            String lsn = alter(scene, statements.get(0));
            for (String later : statements.subList(1, statements.size())) {
                Fault.pause(random.nextInt(1000));
                alter(scene, later);
            }
            awaitLoaded(scene, lsn);
        } finally {
            scene.reader().resume();
        }
    }

    /** Returns where the source's log ended before; the job may have been quicker to make the publication again. */
    private static String alter(Scene scene, String sql) throws InterruptedException {
        while (true) {
            try {
                String lsn = scene.source().value("SELECT pg_current_wal_insert_lsn()");
                try {
                    scene.source().run(sql);
                } catch (IllegalStateException e) {
                    if (e.getCause() instanceof SQLException failure && TestDatabase.isAway(failure)) {
                        throw e;
                    }
                }
                return lsn;
            } catch (IllegalStateException e) {
                // The server is away, and may have committed it all the same.
                Fault.pause(LOOK_MILLIS);
            }
        }
    }

    private static void awaitLoaded(Scene scene, String lsn) throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!isLoaded(scene, lsn)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the tables are not loaded again:\n"
                        + scene.target()
                                .rows("SELECT * FROM " + scene.job().process().tablesTable()));
            }
            Fault.pause(LOOK_MILLIS);
            scene.job().ask("/api/resume");
        }
    }

    private static boolean isLoaded(Scene scene, String lsn) {
        try {
            return scene.target()
                            .value("SELECT bool_and(COALESCE(lsn > '" + lsn + "', false)) FROM "
                                    + scene.job().process().tablesTable())
                            .equals("t")
                    && scene.job().isSyncing();
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
