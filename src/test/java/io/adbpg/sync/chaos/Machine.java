package io.adbpg.sync.chaos;

import io.adbpg.sync.support.FaultyLink;
import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.StoppableServer;
import io.adbpg.sync.support.StoppableServer.Stop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What goes down in a power cut and comes back after it: a server, a way to it, a copy of the job. */
public interface Machine {
    /** The longest time between the starts of two machines. */
    int LONGEST_PAUSE_MILLIS = 1500;

    /** Starts it; it is stopped. */
    void start() throws Exception;

    /** Stops it; it runs. */
    void stop() throws Exception;

    /** Stops all in a random order, and starts all in another one, some of them once more. */
    static void restart(List<Machine> machines, Random random) throws Exception {
        for (Machine machine : shuffled(machines, random)) {
            machine.stop();
        }
        for (Machine machine : shuffled(machines, random)) {
            machine.start();
            Fault.pause(random.nextInt(LONGEST_PAUSE_MILLIS));
            if (random.nextInt(4) == 0) {
                machine.stop();
                machine.start();
            }
        }
    }

    private static List<Machine> shuffled(List<Machine> machines, Random random) {
        List<Machine> shuffled = new ArrayList<>(machines);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    /** A server, which is stopped in order or crashes. */
    static Machine server(StoppableServer server, Random random) {
        return new Machine() {
            @Override
            public void start() throws IOException {
                server.startAgain();
            }

            @Override
            public void stop() throws IOException {
                server.stop(random.nextBoolean() ? Stop.FAST : Stop.IMMEDIATE);
            }
        };
    }

    /** A proxy, or a network: it lets nobody in at first, and may be slow before it works. */
    static Machine way(FaultyLink link, Random random) {
        return new Machine() {
            @Override
            public void start() throws InterruptedException {
                boolean isSlow = random.nextBoolean();
                link.hold(isSlow);
                link.open();
                if (isSlow) {
                    Fault.pause(random.nextInt(LONGEST_PAUSE_MILLIS));
                    link.hold(false);
                }
            }

            @Override
            public void stop() {
                link.shut();
            }
        };
    }

    /** A copy of a job, which is killed or ended. */
    static Machine copy(JobProcess job, Random random) {
        return new Machine() {
            @Override
            public void start() throws IOException {
                job.start();
            }

            @Override
            public void stop() throws Exception {
                if (random.nextBoolean()) {
                    job.kill();
                } else {
                    job.terminate();
                }
            }
        };
    }
}
