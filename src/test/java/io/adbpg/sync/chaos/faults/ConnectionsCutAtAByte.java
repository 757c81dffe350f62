package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import io.adbpg.sync.support.FaultyLink;
import java.util.Random;

/** All connections to one end are cut after so many bytes. */
public final class ConnectionsCutAtAByte implements Fault {
    @Override
    public void strike(Scene scene, Random random) throws Exception {
        FaultyLink link = scene.link(random);
        for (int i = random.nextInt(4); i >= 0; i--) {
            // The few bytes of an answer as often as many of a COPY.
            link.cutAfter((long) Math.exp(random.nextDouble() * Math.log(2_000_000)));
            Fault.pause(random.nextInt(1500));
        }
        link.cut();
    }
}
