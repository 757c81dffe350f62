package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import java.util.Random;

/** Somebody else takes a table out of the job's publication, and perhaps puts it back. */
public final class PublicationAltered implements Fault {
    @Override
    public boolean canStrike(Scene scene) {
        return Scene.isLong();
    }

    @Override
    public void strike(Scene scene, Random random) throws Exception {
        String alter = "ALTER PUBLICATION " + scene.job().process().slot();
        String table = scene.tableApart(random);
        try {
            scene.source().run(alter + " DROP TABLE " + table);
            Fault.pause(random.nextInt(3000));
            if (random.nextBoolean()) {
                scene.source().run(alter + " ADD TABLE " + table);
            }
        } catch (IllegalStateException e) {
            // The server is away, or the job was quicker, or has not put the table back yet.
        }
    }
}
