package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.ChaosJob;
import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import java.util.Random;

/** The file of the table routes is cut anywhere, and mended. */
public final class RouteFileBroken implements Fault {
    @Override
    public void strike(Scene scene, Random random) throws Exception {
        String whole = scene.allTables();
        ChaosJob job = scene.job();
        synchronized (job) {
            if (!job.answers()) {
                // A program that is just starting would rightly end because of the file.
                return;
            }
            job.edit(whole.substring(0, random.nextInt(whole.length())));
            Fault.pause(random.nextInt(2000));
            job.edit(whole);
        }
    }
}
