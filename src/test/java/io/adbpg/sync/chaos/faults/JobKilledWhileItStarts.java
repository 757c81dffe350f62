package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import java.util.Random;

/** The job is killed up to three times before it can have done much. */
public final class JobKilledWhileItStarts implements Fault {
    @Override
    public void strike(Scene scene, Random random) throws Exception {
        for (int kill = random.nextInt(3); kill >= 0; kill--) {
            scene.job().kill();
            Fault.pause(random.nextInt(5000));
        }
    }
}
