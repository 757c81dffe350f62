package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import java.util.Random;

/** The target ends the job's sessions. */
public final class BackendsOfTheTargetEnded implements Fault {
    @Override
    public void strike(Scene scene, Random random) throws Exception {
        scene.endBackends(scene.target());
    }
}
