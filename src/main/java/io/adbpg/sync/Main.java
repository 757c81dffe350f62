package io.adbpg.sync;

import io.adbpg.sync.command.Commands;
import io.adbpg.sync.command.LogTimes;
import io.adbpg.sync.command.PrecheckCommand;
import io.adbpg.sync.demo.Demo;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.job.Job;
import io.adbpg.sync.operate.StatusReport;
import io.adbpg.sync.settings.CamelOptions;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.settings.SettingsFile;
import io.adbpg.sync.settings.StrayVariables;
import io.adbpg.sync.status.Diagnosis;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: runs the job of the working directory's {@code application.properties} and {@code routes}. */
@Command(
        name = "adbpg-sync",
        mixinStandardHelpOptions = true,
        subcommands = PrecheckCommand.class,
        versionProvider = Main.Version.class,
        description =
                "Keeps an AnalyticDB for PostgreSQL database in step with a PostgreSQL database: runs the job of the"
                        + " working directory's application.properties and routes.")
public final class Main implements Callable<Integer> {
    static {
        LogTimes.choose();
    }

    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");
    private static final int LONGEST_END_SECONDS = 60;
    /** How long Ctrl-C waits for an orderly end. Both servers roll back what was not committed. */
    private static final int LONGEST_CLOSE_SECONDS = 12;

    /** Runs the program. Exit status 0: done, 1: failed, 2: wrong usage or configuration. */
    public static void main(String[] args) {
        int status = Commands.addTo(new CommandLine(new Main()))
                .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure))
                .setParameterExceptionHandler((wrong, arguments) -> {
                    System.err.println("adbpg-sync: " + wrong.getMessage() + "; see --help");
                    return Refusal.USAGE;
                })
                .execute(args);
        System.exit(status);
    }

    @Override
    public Integer call() throws Exception {
        UnaryOperator<String> lookup = SettingsFile.load(Path.of("application.properties"));
        Settings settings = Settings.read(lookup);
        StrayVariables.warnings(System.getenv()).forEach(LOG::warn);
        CountDownLatch closed = new CountDownLatch(1);
        try (Demo demo = Demo.startIfWanted(settings);
                Job job = new Job(demo.settings(), CamelOptions.given(lookup))) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(job, closed), "stop"));
            Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> logEnd(job, thread, failure));
            haltIfItCannotEnd(job, closed);
            job.start();
            demo.follow(job);
            job.awaitEnd();
        } finally {
            closed.countDown();
        }
        return 0;
    }

    /** On Ctrl-C: makes the main thread close everything in order, and keeps the JVM alive until it has, or for long enough. */
    private static void end(Job job, CountDownLatch closed) {
        job.end();
        try {
            if (!closed.await(LONGEST_CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("not everything could be closed in order; nothing is lost by that");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Fails the job if a thread died for lack of memory; any other thread's death is only logged. */
    private static void logEnd(Job job, Thread thread, Throwable failure) {
        if (!job.status().failIfOutOfMemory(failure)) {
            LOG.warn("thread {} ended: {}", thread.getName(), failure.toString());
            LOG.debug("thread {} ended", thread.getName(), failure);
        }
    }

    /** Halts the JVM if a failed job does not end, since a thread that would close it has died. Nothing is lost by that. */
    private static void haltIfItCannotEnd(Job job, CountDownLatch closed) {
        Thread watch = new Thread(
                () -> {
                    try {
                        Refusal why = job.status().failure().join();
                        if (!closed.await(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
                            System.err.println("adbpg-sync: " + why.getMessage());
                            Runtime.getRuntime().halt(why.exitStatus());
                        }
                    } catch (CancellationException e) {
                        // Somebody ended the job.
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "last resort");
        watch.setDaemon(true);
        watch.start();
    }

    private static int explain(Exception failure) {
        Refusal refusal = Diagnosis.of(failure, null).refusal();
        System.err.println("adbpg-sync: " + refusal.getMessage());
        return refusal.exitStatus();
    }

    /** The version in the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"adbpg-sync " + StatusReport.version()};
        }
    }
}
