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
            // Kernels don't know all of them.
            scene.target()
                    .run(scene.target()
                            .value("SELECT string_agg('" + alter
                                    + " SET ' || name || ' = ' || value, '; ') FROM (VALUES"
                                    + " ('statement_timeout', '500'), ('lock_timeout', '50'),"
                                    + " ('idle_in_transaction_session_timeout', '200'),"
                                    + " ('default_transaction_read_only', 'on')) AS s (name, value)"
                                    + " JOIN pg_settings USING (name)"));
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
