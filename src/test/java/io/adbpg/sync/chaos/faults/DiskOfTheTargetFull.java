package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import io.adbpg.sync.chaos.SmallDisk;
import java.util.Random;

/** The disk of the target is full for seconds. */
public final class DiskOfTheTargetFull implements Fault {
    @Override
    public boolean canStrike(Scene scene) {
        return scene.disk().isPresent();
    }

    @Override
    public void strike(Scene scene, Random random) throws Exception {
        SmallDisk disk = scene.disk().orElseThrow();
        // A server can't start on a full disk.
        synchronized (scene.targetServer()) {
            disk.fill();
            Fault.pause(1000 + random.nextInt(5000));
            disk.free();
        }
    }
}
