package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Machine;
import io.adbpg.sync.chaos.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * After a power cut both servers, the ways to them and the job come back in any order, and some of them once more. A copy that stands by
 * comes back with them, and goes.
 */
public final class EverythingStartedInAnyOrder implements Fault {
    @Override
    public void strike(Scene scene, Random random) throws Exception {
        synchronized (scene.job()) {
            synchronized (scene.second()) {
                synchronized (scene.sourceServer()) {
                    synchronized (scene.targetServer()) {
                        restart(scene, random);
                    }
                }
            }
        }
    }

    private static void restart(Scene scene, Random random) throws Exception {
        List<Machine> machines = new ArrayList<>(List.of(
                Machine.server(scene.sourceServer(), random),
                Machine.way(scene.sourceLink(), random),
                Machine.way(scene.targetLink(), random),
                Machine.copy(scene.job().process(), random)));
        if (scene.targetServer().canStop()) {
            machines.add(Machine.server(scene.targetServer(), random));
        }
        if (scene.job().standsBy()) {
            scene.second().process().start();
            machines.add(Machine.copy(scene.second().process(), random));
        }
        Machine.restart(machines, random);
        if (scene.job().standsBy()) {
            Fault.pause(random.nextInt(5000));
            scene.second().process().kill();
        }
    }
}
