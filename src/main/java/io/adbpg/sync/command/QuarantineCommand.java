package io.adbpg.sync.command;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quarantine list|replay|discard}: works on the quarantine of the working directory's running job. */
@Command(
        name = "quarantine",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Lists the changes that the target refused, applies them again, or discards them.")
final class QuarantineCommand {
    private static final String CHANGES =
            "Numbers of changes, each of which stands for all changes of its row; or a table.";

    @Command(mixinStandardHelpOptions = true, description = "Lists the changes in quarantine, oldest first.")
    int list(
            @Option(names = "--json", description = "Print a JSON object per change, row images included.")
                    boolean json,
            @Parameters(paramLabel = "TABLE", arity = "0..1", description = "The table's name on the source.")
                    String table)
            throws InterruptedException {
        JobAddress job = JobAddress.ofWorkingDirectory();
        long after = 0;
        while (true) {
            String page = job.get(
                    "/api/quarantine", Map.of("table", table == null ? "" : table, "after", Long.toString(after)));
            List<String> lines = page.lines().toList();
            if (lines.isEmpty()) {
                return 0;
            }
            for (String line : lines) {
                JsonObject change = parse(line);
                after = change.getLong("id");
                System.out.println(json ? line : text(change));
            }
        }
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Applies changes that are in quarantine; those that are still refused stay there.")
    int replay(
            @Option(names = "--all", description = "All changes in quarantine.") boolean all,
            @Parameters(paramLabel = "CHANGE", arity = "0..*", description = CHANGES) List<String> changes)
            throws InterruptedException {
        return ask("replay", all, changes);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Deletes changes from the quarantine without applying them: their rows stay different.")
    int discard(
            @Option(names = "--all", description = "All changes in quarantine.") boolean all,
            @Parameters(paramLabel = "CHANGE", arity = "0..*", description = CHANGES) List<String> changes)
            throws InterruptedException {
        return ask("discard", all, changes);
    }

    private static int ask(String verb, boolean all, List<String> changes) throws InterruptedException {
        if (all == (changes != null && !changes.isEmpty())) {
            throw Refusal.usage("name the changes by their numbers, or a table, or give --all; see --help");
        }
        String chosen = all ? "all" : String.join(",", changes);
        System.out.println(JobAddress.ofWorkingDirectory().post("/api/quarantine/" + verb, Map.of("changes", chosen)));
        return 0;
    }

    private static String text(JsonObject change) {
        JsonObject key = (JsonObject) change.get("key");
        String row = key == null
                ? "a row"
                : key.entrySet().stream()
                        .map(value -> value.getKey() + "=" + value.getValue())
                        .collect(Collectors.joining(", ", "row ", ""));
        return change.get("id") + "  " + change.get("table") + "  " + change.get("operation") + " of " + row + "  "
                + change.get("lsn") + "  " + change.get("message");
    }

    private static JsonObject parse(String line) {
        try {
            return (JsonObject) Jsoner.deserialize(line);
        } catch (DeserializationException e) {
            throw new Refusal(Message.of("what answers is not a job of this version: {0}", line), e);
        }
    }
}
