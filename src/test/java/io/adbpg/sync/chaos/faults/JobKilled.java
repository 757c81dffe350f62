package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import java.util.Random;

/** The job is killed, and started again. */
public final class JobKilled implements Fault {
    @Override
    public void strike(Scene scene, Random random) throws Exception {
        scene.job().kill();
    }
}
