package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.ShapeChange;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statements that adapt a target table to an altered source table.
 *
 * @param additions the statements that add a column
 * @param others the statements that change or drop something
 * @param afterReload the statements that give the table what it had, once it is loaded again
 */
public record TargetChange(List<String> additions, List<String> others, List<String> afterReload) {
    /** Nothing to run. */
    public static final TargetChange NONE = new TargetChange(List.of(), List.of(), List.of());

    /** Returns what to run, in words: the statements as a user would run them, and when. */
    public Message toText() {
        return later().isBlank()
                ? Message.of("run {0} on the target", statements())
                : Message.of("run {0} on the target, and {1}", statements(), later());
    }

    /** Returns what to run later, and when; nothing if that is nothing. */
    public Message later() {
        return afterReload.isEmpty()
                ? Message.NONE
                : Message.of("{0} once the table has been loaded again", String.join("; ", afterReload));
    }

    /** Returns the same as a refusal to go on after a change of the source table. */
    public Refusal refusal(TableName source, ShapeChange change) {
        return Refusal.of("source table {0} was altered ({1}): {2}", source, change, toText())
                .withFix(statements());
    }

    /** Returns the statements to run now, separated as in a script. */
    private String statements() {
        return Stream.concat(additions.stream(), others.stream()).collect(Collectors.joining("; "));
    }

    /** Returns the same without additions, which have been made. */
    public TargetChange withoutAdditions() {
        return new TargetChange(List.of(), others, afterReload);
    }

    /** Whether the target fits already, as far as the job needs it to. */
    public boolean isNone() {
        return additions.isEmpty() && others.isEmpty();
    }
}
