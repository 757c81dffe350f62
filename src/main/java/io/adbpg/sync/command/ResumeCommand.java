package io.adbpg.sync.command;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code resume}: ends a pause of the working directory's job. */
@Command(name = "resume", mixinStandardHelpOptions = true, description = "Resumes the running job after a pause.")
final class ResumeCommand implements Callable<Integer> {
    @Override
    public Integer call() throws InterruptedException {
        System.out.println(JobAddress.ofWorkingDirectory().post("/api/resume", Map.of()));
        return 0;
    }
}
