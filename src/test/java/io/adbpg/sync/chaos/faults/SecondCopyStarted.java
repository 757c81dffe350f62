package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import java.util.Random;

/** A second copy of the job is started, and killed before it gives up by itself. */
public final class SecondCopyStarted implements Fault {
    @Override
    public void strike(Scene scene, Random random) throws Exception {
        synchronized (scene.second()) {
            scene.second().process().start();
            Fault.pause(random.nextInt(8000));
            scene.second().process().kill();
        }
    }
}
