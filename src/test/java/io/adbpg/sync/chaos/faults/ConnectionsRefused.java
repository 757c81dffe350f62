package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import io.adbpg.sync.support.FaultyLink;
import java.util.Random;

/** New connections to one end are refused. */
public final class ConnectionsRefused implements Fault {
    @Override
    public void strike(Scene scene, Random random) throws Exception {
        FaultyLink link = scene.link(random);
        link.shut();
        Fault.pause(random.nextInt(4000));
        link.open();
    }
}
