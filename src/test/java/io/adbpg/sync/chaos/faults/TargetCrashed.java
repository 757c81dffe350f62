package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import io.adbpg.sync.support.StoppableServer.Stop;
import java.util.Random;

/** The target ends at once, and comes back. */
public final class TargetCrashed implements Fault {
    @Override
    public boolean canStrike(Scene scene) {
        return scene.targetServer().canStop();
    }

    @Override
    public void strike(Scene scene, Random random) throws Exception {
        scene.restart(scene.targetServer(), Stop.IMMEDIATE, random);
    }
}
