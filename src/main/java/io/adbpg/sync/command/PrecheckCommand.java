package io.adbpg.sync.command;

import io.adbpg.sync.demo.Demo;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.job.Job;
import io.adbpg.sync.precheck.Finding.Result;
import io.adbpg.sync.precheck.PrecheckReport;
import io.adbpg.sync.precheck.ReportText;
import io.adbpg.sync.settings.CamelOptions;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.settings.SettingsFile;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code precheck}: checks both ends of the working directory's job, whether it runs or not, and changes nothing. */
@Command(
        name = "precheck",
        mixinStandardHelpOptions = true,
        description =
                "Checks whether the job can work: servers, accounts, tables. Changes nothing. Exit status 0 if no check"
                        + " failed, 1 if one did.")
public final class PrecheckCommand implements Callable<Integer> {
    private static final int USUAL_WIDTH = 100;
    private static final int LEAST_WIDTH = 60;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Option(names = "--all", description = "Print what passed, too.")
    private boolean all;

    @Option(names = "--failed", description = "Print only what failed.")
    private boolean onlyFailed;

    @Override
    public Integer call() throws Exception {
        UnaryOperator<String> lookup = SettingsFile.load(Path.of("application.properties"));
        Settings settings = Settings.read(lookup);
        try (Demo demo = Demo.startIfWanted(settings);
                Job job = Job.onlyChecked(demo.settings(), CamelOptions.given(lookup))) {
            job.start();
            PrecheckReport report = job.precheck().run();
            if (json) {
                System.out.println(report.toJson().toJson());
            } else {
                new ReportText(report, width()).lines(results()).forEach(System.out::println);
            }
            return report.count(Result.FAILED) == 0 ? 0 : Refusal.FAILED;
        }
    }

    private Set<Result> results() {
        if (onlyFailed) {
            return EnumSet.of(Result.FAILED);
        }
        return all ? EnumSet.allOf(Result.class) : EnumSet.of(Result.FAILED, Result.WARNING);
    }

    /** The terminal's width, if the shell exports it; what goes into a file or another program is not wrapped. */
    @SuppressWarnings("SystemConsoleNull") // it is null without a terminal, also from Java 22 on, by the property
    private static int width() {
        String columns = System.getenv("COLUMNS");
        if (columns != null && columns.matches("\\d{1,4}")) {
            return Math.max(LEAST_WIDTH, Integer.parseInt(columns));
        }
        System.setProperty("jdk.console", "java.base");
        return System.console() == null ? ReportText.UNWRAPPED : USUAL_WIDTH;
    }
}
