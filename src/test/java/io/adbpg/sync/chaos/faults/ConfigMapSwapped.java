package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.ChaosJob;
import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import java.util.List;
import java.util.Random;

/** The ConfigMap with all route files is edited several times: one of them is cut anywhere, or gets a remark, and is mended. */
public final class ConfigMapSwapped implements Fault {
    private static final List<String> FILES =
            List.of("capture", "initial-load", "table", "statements", "operate", "precheck");

    @Override
    public boolean canStrike(Scene scene) {
        return scene.job().isMounted();
    }

    @Override
    public void strike(Scene scene, Random random) throws Exception {
        ChaosJob job = scene.job();
        synchronized (job) {
            if (!job.answers()) {
                // A program that is just starting would rightly end because of the file.
                return;
            }
            String file = FILES.get(random.nextInt(FILES.size())) + ".camel.yaml";
            String whole = job.read(file);
            for (int swap = random.nextInt(4); swap >= 0; swap--) {
                boolean isGood = random.nextBoolean();
                job.edit(file, isGood ? whole + "# edited\n" : whole.substring(0, random.nextInt(whole.length())));
                Fault.pause(random.nextInt(3000));
            }
            job.edit(file, whole);
        }
    }
}
