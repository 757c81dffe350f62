package io.adbpg.sync.command;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code resume}: lets the job that runs from the same working directory go on after a pause. */
@Command(name = "resume", mixinStandardHelpOptions = true, description = "Lets the running job go on after a pause.")
final class ResumeCommand implements Callable<Integer> {
    @Override
    public Integer call() throws InterruptedException {
        System.out.println(JobAddress.ofWorkingDirectory().post("/api/resume", Map.of()));
        return 0;
    }
}
