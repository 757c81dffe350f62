package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import java.util.Random;

/** Nothing passes to or from one end for seconds. */
public final class BytesHeldBack implements Fault {
    @Override
    public void strike(Scene scene, Random random) throws Exception {
        scene.hold(random, 3000);
    }
}
