package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import io.adbpg.sync.support.FaultyLink;
import java.util.Random;

/** All bytes to and from one end are late. */
public final class BytesLate implements Fault {
    @Override
    public void strike(Scene scene, Random random) throws Exception {
        FaultyLink link = scene.link(random);
        link.delay(1 + random.nextInt(100));
        Fault.pause(random.nextInt(5000));
        link.delay(0);
    }
}
