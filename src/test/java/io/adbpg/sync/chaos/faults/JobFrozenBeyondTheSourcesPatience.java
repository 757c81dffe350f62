package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import java.util.Random;

/** The job does nothing for so long that the source gives it up. */
public final class JobFrozenBeyondTheSourcesPatience implements Fault {
    @Override
    public void strike(Scene scene, Random random) throws Exception {
        scene.job().freeze(Scene.PATIENCE_MILLIS + random.nextInt(3000));
    }
}
