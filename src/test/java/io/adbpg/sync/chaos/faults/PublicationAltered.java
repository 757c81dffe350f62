package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import java.util.Random;

/** Somebody takes a table, or the updates of all, out of the job's publication. */
public final class PublicationAltered implements Fault {
    private static final int LONG_SECONDS = 300;

    /** Tables are loaded again, which takes the short form too long. */
    @Override
    public boolean canStrike(Scene scene) {
        return Long.getLong("chaos.seconds") >= LONG_SECONDS;
    }

    @Override
    public void strike(Scene scene, Random random) {
        String publication = "ALTER PUBLICATION " + scene.job().process().slot();
        try {
            scene.source()
                    .run(
                            random.nextBoolean()
                                    ? publication + " DROP TABLE " + scene.table(random)
                                    : publication + " SET (publish = 'insert')");
        } catch (IllegalStateException e) {
            // The server is away, or the job has not put the table back yet.
        }
    }
}
