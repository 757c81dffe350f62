package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import java.util.Random;

/** A table is loaded again. */
public final class TableLoadedAgain implements Fault {
    @Override
    public void strike(Scene scene, Random random) throws Exception {
        scene.job().ask("/api/reload?table=public." + scene.tableApart(random));
    }
}
