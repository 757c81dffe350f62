package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.ShapeChange;
import io.adbpg.sync.catalog.TableName;
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
    public String toText() {
        return "run " + statements() + " on the target" + (later().isEmpty() ? "" : ", and " + later());
    }

    /** Returns what to run later, and when; blank if that is nothing. */
    public String later() {
        return afterReload.isEmpty() ? "" : String.join("; ", afterReload) + " once the table has been loaded again";
    }

    /** Returns the same as a refusal to go on after a change of the source table. */
    public Refusal refusal(TableName source, ShapeChange change) {
        return new Refusal("source table " + source + " was altered (" + change + "): " + toText())
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
