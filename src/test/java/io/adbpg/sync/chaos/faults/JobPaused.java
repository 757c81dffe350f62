package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import java.util.Random;

/** The job is paused by command, and resumed. */
public final class JobPaused implements Fault {
    @Override
    public void strike(Scene scene, Random random) throws Exception {
        scene.job().ask("/api/pause");
        Fault.pause(random.nextInt(3000));
        scene.job().ask("/api/resume");
    }
}
