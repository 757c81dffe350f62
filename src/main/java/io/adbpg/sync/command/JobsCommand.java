package io.adbpg.sync.command;

import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.operate.JobLook;
import io.adbpg.sync.operate.JobsText;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jobs [PLACE…]}: shows several jobs at once, of this machine or of others. */
@Command(
        name = "jobs",
        mixinStandardHelpOptions = true,
        description =
                "Shows several jobs at once: state, delay and throughput of each. Exit status 0 if each is syncing, loading,"
                        + " paused or standby, 1 if any is not, or does not answer.")
final class JobsCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "PLACE",
            arity = "0..*",
            description =
                    "Folders of jobs, and addresses such as http://127.0.0.1:8080. Without any: the working directory and"
                            + " the folders in it. What an address asks for in sync.http-token is read from the environment, as"
                            + " SYNC_HTTP_TOKEN.")
    private List<String> names = List.of();

    @Option(names = "--json", description = "Print a JSON object per job.")
    private boolean json;

    @Option(
            names = "--serve",
            paramLabel = "PORT",
            description = "Serve a page with them at this port of 127.0.0.1, until Ctrl-C; 0 for one that is free.")
    private Integer port;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<JobPlace> places = names.isEmpty()
                ? JobPlace.here()
                : names.stream().map(JobPlace::of).toList();
        if (places.isEmpty()) {
            throw Refusal.usage("no job is here: name folders with application.properties, or addresses");
        }
        JobLooks looks = new JobLooks(places);
        if (port != null) {
            JobsServer.run(port, looks);
        }
        List<JobLook> jobs = looks.now();
        if (json) {
            jobs.forEach(job -> System.out.println(job.json().toJson()));
        } else {
            System.out.print(JobsText.of(jobs));
        }
        return jobs.stream().allMatch(JobLook::isFine) ? 0 : Refusal.FAILED;
    }
}
