package io.adbpg.sync.command;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code pause}: pauses the working directory's job after the current batch. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description =
                "Pauses the running job after the current batch; returns when it has paused. The source retains the"
                        + " WAL meanwhile, which takes disk space there. A pause ends with resume, or when the program is"
                        + " restarted.")
final class PauseCommand implements Callable<Integer> {
    @Override
    public Integer call() throws InterruptedException {
        System.out.println(JobAddress.ofWorkingDirectory().post("/api/pause", Map.of()));
        return 0;
    }
}
