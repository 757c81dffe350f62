package io.adbpg.sync.command;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code reload TABLE...}: asks the working directory's running job to load tables again. */
@Command(
        name = "reload",
        mixinStandardHelpOptions = true,
        description = "Makes the running job load tables again, while readers of the target see the old rows.")
final class ReloadCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "TABLE",
            arity = "1..*",
            description = "The tables' names on the source, such as public.orders.")
    private List<String> tables;

    @Override
    public Integer call() throws InterruptedException {
        System.out.println(
                JobAddress.ofWorkingDirectory().post("/api/reload", Map.of("table", String.join(",", tables))));
        return 0;
    }
}
