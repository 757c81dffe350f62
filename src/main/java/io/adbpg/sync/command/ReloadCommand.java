package io.adbpg.sync.command;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code reload TABLE}: asks the working directory's running job to load a table again. */
@Command(
        name = "reload",
        mixinStandardHelpOptions = true,
        description = "Makes the running job load a table again, while readers of the target see the old rows.")
final class ReloadCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TABLE", description = "The table's name on the source, such as public.orders.")
    private String table;

    @Override
    public Integer call() throws InterruptedException {
        System.out.println(JobAddress.ofWorkingDirectory().post("/api/reload", Map.of("table", table)));
        return 0;
    }
}
