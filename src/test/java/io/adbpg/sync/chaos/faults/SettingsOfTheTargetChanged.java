package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import java.util.Random;

/** Somebody gives the target's database settings that would end the job's sessions and statements, and has its sessions take them. */
public final class SettingsOfTheTargetChanged implements Fault {
    @Override
    public void strike(Scene scene, Random random) throws Exception {
        String alter = "ALTER DATABASE " + scene.target().name();
        try {
            scene.target()
                    .run(alter + " SET statement_timeout = '500ms'; " + alter + " SET lock_timeout = '50ms'; " + alter
                            + " SET idle_in_transaction_session_timeout = '200ms'; " + alter
                            + " SET default_transaction_read_only = on");
            scene.endBackends(scene.target());
            Fault.pause(random.nextInt(3000));
        } catch (IllegalStateException e) {
            // The server is away.
        }
        reset(scene, alter);
    }

    private static void reset(Scene scene, String alter) throws InterruptedException {
        while (true) {
            try {
                scene.target().transaction("SET TRANSACTION READ WRITE; " + alter + " RESET ALL");
                return;
            } catch (IllegalStateException e) {
                Fault.pause(200);
            }
        }
    }
}
