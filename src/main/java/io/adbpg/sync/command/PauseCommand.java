package io.adbpg.sync.command;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code pause}: lets the job that runs from the same working directory stop after the batch in hand. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description = "Pauses the running job after the batch in hand; returns when it is. The source keeps the changes"
                + " meanwhile, which takes space there. A pause ends by resume, or when the program is started"
                + " anew.")
final class PauseCommand implements Callable<Integer> {
    @Override
    public Integer call() throws InterruptedException {
        System.out.println(JobAddress.ofWorkingDirectory().post("/api/pause", Map.of()));
        return 0;
    }
}
