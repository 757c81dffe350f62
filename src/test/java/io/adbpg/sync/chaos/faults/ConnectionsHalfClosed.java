package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import java.util.Random;

/** One direction of all connections to one end is closed. */
public final class ConnectionsHalfClosed implements Fault {
    @Override
    public void strike(Scene scene, Random random) throws Exception {
        scene.link(random).halfClose(random.nextBoolean());
        Fault.pause(random.nextInt(1000));
    }
}
