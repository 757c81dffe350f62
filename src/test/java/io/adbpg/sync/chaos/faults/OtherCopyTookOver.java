package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.ChaosJob;
import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import java.io.IOException;
import java.util.Random;

/**
 * A second copy of the job stands by. The one that runs is killed, frozen or ended, and comes back when the other one has taken over,
 * several times to and fro. In the end the first one runs alone.
 */
public final class OtherCopyTookOver implements Fault {
    private static final int MOST_TAKEOVERS = 4;

    @Override
    public boolean canStrike(Scene scene) {
        return scene.job().standsBy();
    }

    @Override
    public void strike(Scene scene, Random random) throws Exception {
        synchronized (scene.job()) {
            synchronized (scene.second()) {
                ChaosJob runs = scene.job();
                ChaosJob waits = scene.second();
                waits.process().start();
                for (int takeover = random.nextInt(MOST_TAKEOVERS); takeover >= 0; takeover--) {
                    // The other one stands by, or is still starting.
                    Fault.pause(random.nextInt(8000));
                    takeOver(runs, waits, random);
                    ChaosJob lost = runs;
                    runs = waits;
                    waits = lost;
                }
                scene.second().process().kill();
                awaitSyncing(scene.job());
            }
        }
    }

    private static void takeOver(ChaosJob lost, ChaosJob next, Random random) throws IOException, InterruptedException {
        switch (random.nextInt(3)) {
            case 0 -> {
                lost.process().kill();
                awaitSyncing(next);
                lost.process().start();
            }
            case 1 -> {
                lost.process().terminate();
                awaitSyncing(next);
                lost.process().start();
            }
            default -> {
                lost.process().freeze(true);
                awaitSyncing(next);
                lost.process().freeze(false);
            }
        }
    }

    private static void awaitSyncing(ChaosJob job) {
        job.process().awaitThat("the copy of the job has taken over", job::isSyncing);
    }
}
