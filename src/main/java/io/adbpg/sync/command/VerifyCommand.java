package io.adbpg.sync.command;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code verify [TABLE…]}: makes the working directory's running job compare tables on both ends. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description =
                "Makes the running job compare tables on both ends, and prints the rows that differ. Exit status 0 if"
                        + " none do, 1 if some do.")
final class VerifyCommand implements Callable<Integer> {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    @Parameters(
            paramLabel = "TABLE",
            arity = "0..*",
            description =
                    "Names of tables on the source, such as public.orders; all tables of the job if none is given.")
    private List<String> tables = new ArrayList<>();

    @Option(names = "--repair", description = "Rewrite the rows that differ, as the source has them.")
    private boolean repair;

    @Option(names = "--json", description = "Print a JSON object per table.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        JobAddress job = JobAddress.ofWorkingDirectory();
        job.post("/api/verify", Map.of("tables", String.join(",", tables), "repair", Boolean.toString(repair)));
        int seen = 0;
        while (true) {
            List<String> lines = job.get("/api/verified", Map.of("from", Integer.toString(seen)))
                    .lines()
                    .toList();
            for (String line : lines) {
                JsonObject found = parse(line);
                if (found.containsKey("end")) {
                    return found.getBoolean("end") ? 0 : Refusal.FAILED;
                }
                seen++;
                print(line, found);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static JsonObject parse(String line) {
        try {
            return (JsonObject) Jsoner.deserialize(line);
        } catch (DeserializationException e) {
            throw new Refusal(Message.of("what answers is not a job of this version: {0}", line), e);
        }
    }

    private void print(String line, JsonObject found) {
        if (json) {
            System.out.println(line);
            return;
        }
        System.out.println(found.getString("line"));
        JsonArray differences = (JsonArray) found.get("differences");
        for (Object difference : differences) {
            JsonObject row = (JsonObject) difference;
            JsonArray columns = (JsonArray) row.get("columns");
            String names = columns.stream().map(Object::toString).collect(Collectors.joining(", "));
            System.out.println(
                    "  " + row.getString("kind") + " " + row.getString("row") + (names.isEmpty() ? "" : ": " + names));
        }
        long others =
                found.getLong("missing") + found.getLong("extra") + found.getLong("different") - differences.size();
        if (others > 0) {
            System.out.println("  and " + others + " more");
        }
    }
}
