package io.adbpg.sync;

import io.adbpg.sync.command.Commands;
import io.adbpg.sync.demo.Demo;
import io.adbpg.sync.operate.StatusReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: runs the job of the working directory's {@code application.properties} and {@code routes}. */
@Command(
        name = "adbpg-sync",
        mixinStandardHelpOptions = true,
        subcommands = PrecheckCommand.class,
        versionProvider = Main.Version.class,
        description =
                "Keeps an AnalyticDB for PostgreSQL database in step with a PostgreSQL database: runs the job of the"
                        + " working directory's application.properties and routes.")
public final class Main implements Callable<Integer> {

    /** Runs the program; exit status 0: done, 1: failed, 2: wrong usage or configuration. */
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
        CountDownLatch closed = new CountDownLatch(1);
        try (Demo demo = Demo.startIfWanted(settings);
                Job job = new Job(demo.settings(), addresses(lookup))) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(job, closed), "stop"));
            job.start();
            demo.follow(job);
            job.awaitEnd();
        } finally {
            closed.countDown();
        }
        return 0;
    }

    /** Camel itself does not look for these in the environment. */
    private static Properties addresses(UnaryOperator<String> lookup) {
        Properties addresses = new Properties();
        for (String server : List.of("camel.server.", "camel.management.")) {
            for (String key : List.of(server + "host", server + "port")) {
                if (lookup.apply(key) != null) {
                    addresses.setProperty(key, lookup.apply(key));
                }
            }
        }
        return addresses;
    }

    /** Ctrl-C: lets the main thread close everything in order, and keeps the JVM until that is done. */
    private static void end(Job job, CountDownLatch closed) {
        job.end();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
