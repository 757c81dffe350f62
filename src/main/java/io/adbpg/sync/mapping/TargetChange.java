package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.ShapeChange;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.settings.Following;
import java.util.List;
import java.util.stream.Stream;

/**
 * The statements that adapt a target table to an altered source table.
 *
 * @param additions the statements that add a column
 * @param others the statements that change or drop something
 * @param afterReload the statements that give the table what it had, once it is loaded again
 * @param isForPerson whether the others would take from other source tables what they still have in the same target
 */
public record TargetChange(List<String> additions, List<String> others, List<String> afterReload, boolean isForPerson) {
    /** Nothing to run. */
    public static final TargetChange NONE = new TargetChange(List.of(), List.of(), List.of(), false);

    /** Returns what to run, in words: the statements as a user would run them, and when. */
    public Message toText() {
        return later().isBlank()
                ? Message.of("run {0} on the target", text())
                : Message.of("run {0} on the target, and {1}", text(), later());
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
                .withFix(text());
    }

    /**
     * Returns the same for statements that the target refuses to the job.
     *
     * @param reason what the target says
     */
    public Refusal refusal(TableName source, ShapeChange change, String reason) {
        return Refusal.of(
                        "source table {0} was altered ({1}): {2}, which refuses that to the job: {3}",
                        source, change, toText(), Message.verbatim(reason))
                .withFix(text());
    }

    /** Returns the statements to run now, in order. */
    public List<String> statements() {
        return Stream.concat(additions.stream(), others.stream()).toList();
    }

    /** Returns the same, separated as in a script. */
    public String text() {
        return String.join("; ", statements());
    }

    /** Returns what of it the job runs itself. */
    public TargetChange followed(Following following) {
        return switch (following.extent()) {
            case WAIT -> NONE;
            case ADD_COLUMNS -> new TargetChange(additions, List.of(), List.of(), false);
            case FOLLOW -> isForPerson ? new TargetChange(additions, List.of(), List.of(), false) : this;
        };
    }

    /** Returns what somebody else is to run. */
    public TargetChange left(Following following) {
        TargetChange followed = followed(following);
        return new TargetChange(
                followed.additions.isEmpty() ? additions : List.of(),
                followed.others.isEmpty() ? others : List.of(),
                followed.others.isEmpty() ? afterReload : List.of(),
                isForPerson);
    }

    /** Whether the target fits already, as far as the job needs it to. */
    public boolean isNone() {
        return additions.isEmpty() && others.isEmpty();
    }
}
