package io.adbpg.sync.command;

import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.operate.StatusText;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.util.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

/** {@code status}: prints the status of the working directory's running job. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "Prints the status of the running job and its tables. Exit status 0 if the job is syncing, loading or"
                        + " paused, 1 if it is in any other state or no job answers.")
final class StatusCommand implements Callable<Integer> {
    private static final Set<String> FINE = Set.of("syncing", "loading", "paused");
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Switches the terminal to its alternate screen, so that the main screen comes back at the end. */
    private static final String OTHER_SCREEN = "\033[?1049h";

    private static final String FIRST_SCREEN = "\033[?1049l";
    /** Moves the cursor home; overwriting the screen does not flicker. */
    private static final String FROM_TOP = "\033[H";

    private static final String CLEAR_LINE = "\033[K";
    private static final String CLEAR_REST = "\033[J";

    @Option(names = "--json", description = "Print the job's answer, a JSON object on one line.")
    private boolean json;

    @Option(names = "--watch", description = "Print it again each second, until Ctrl-C.")
    private boolean watch;

    @Override
    public Integer call() throws InterruptedException {
        JobAddress job = JobAddress.ofWorkingDirectory();
        boolean fillsScreen = watch && !json && Help.Ansi.AUTO.enabled();
        if (fillsScreen) {
            System.out.print(OTHER_SCREEN);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                System.out.print(FIRST_SCREEN);
                System.out.flush();
            }));
        }
        while (true) {
            String answer = job.get("/api/status", Map.of());
            JsonObject status = job.parsed(answer);
            String text = json ? answer + "\n" : new StatusText(status, ZoneId.systemDefault()).text();
            System.out.print(fillsScreen ? FROM_TOP + text.replace("\n", CLEAR_LINE + "\n") + CLEAR_REST : text);
            System.out.flush();
            if (!watch) {
                return FINE.contains(status.getString("state")) ? 0 : Refusal.FAILED;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
