package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.ChaosJob;
import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import java.util.Random;

/** A route is stopped or suspended by JMX, and goes on. */
public final class RouteStopped implements Fault {
    @Override
    public void strike(Scene scene, Random random) throws Exception {
        ChaosJob job = scene.job();
        String route = random.nextInt(4) == 0 ? job.captureRoute() : scene.table(random);
        String stop = random.nextBoolean() ? "stop" : "suspend";
        job.ask(route, stop);
        Fault.pause(random.nextInt(3000));
        job.ask(route, stop.equals("stop") ? "start" : "resume");
    }
}
