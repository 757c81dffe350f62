package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import java.util.Random;

/** The job does nothing for less than a second. */
public final class JobFrozenForAMoment implements Fault {
    @Override
    public void strike(Scene scene, Random random) throws Exception {
        scene.job().freeze(random.nextInt(1000));
    }
}
