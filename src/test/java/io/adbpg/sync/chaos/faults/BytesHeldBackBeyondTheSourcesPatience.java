package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import java.util.Random;

/** Nothing passes to or from one end for so long that the source gives the job up. */
public final class BytesHeldBackBeyondTheSourcesPatience implements Fault {
    @Override
    public void strike(Scene scene, Random random) throws Exception {
        scene.hold(random, Scene.PATIENCE_MILLIS + 2000);
    }
}
