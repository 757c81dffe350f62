package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import java.util.Random;

/** A table is taken out of the routes, and comes back. */
public final class TableLeftAndCameBack implements Fault {
    @Override
    public void strike(Scene scene, Random random) throws Exception {
        scene.job().edit(scene.tables());
        Fault.pause(random.nextInt(4000));
        scene.job().edit(scene.allTables());
    }
}
