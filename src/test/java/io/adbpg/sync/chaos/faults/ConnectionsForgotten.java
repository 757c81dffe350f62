package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import java.util.Random;

/** A firewall forgets all connections to one end: they pass nothing any more, without a word to either side. */
public final class ConnectionsForgotten implements Fault {
    @Override
    public void strike(Scene scene, Random random) throws Exception {
        scene.link(random).forget();
        Fault.pause(random.nextInt(1000));
    }
}
