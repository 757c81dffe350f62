package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import io.adbpg.sync.support.StoppableServer.Stop;
import java.util.Random;

/** The source ends at once, and comes back. */
public final class SourceCrashed implements Fault {
    @Override
    public void strike(Scene scene, Random random) throws Exception {
        scene.restart(scene.sourceServer(), Stop.IMMEDIATE, random);
    }
}
