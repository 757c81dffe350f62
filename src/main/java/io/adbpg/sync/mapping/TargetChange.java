package io.adbpg.sync.mapping;

import java.util.ArrayList;
import java.util.List;

/**
 * The statements that adapt a target table to an altered source table.
 *
 * @param additions the statements that add a column
 * @param others the statements that change or drop something
 * @param afterReload the statements that give the table what it had, once it is loaded again
 */
public record TargetChange(List<String> additions, List<String> others, List<String> afterReload) {
    /** Returns what to run, in words: the statements as a user would run them, and when. */
    public String toText() {
        List<String> all = new ArrayList<>(additions);
        all.addAll(others);
        String later = afterReload.isEmpty()
                ? ""
                : ", and " + String.join("; ", afterReload) + " once the table has been loaded again";
        return "run " + String.join("; ", all) + " on the target" + later;
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
