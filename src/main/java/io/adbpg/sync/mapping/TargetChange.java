package io.adbpg.sync.mapping;

import java.util.ArrayList;
import java.util.List;

/**
 * The statements that adapt a target table to an altered source table.
 *
 * @param additions the statements that add a column
 * @param others the statements that change or drop something
 */
public record TargetChange(List<String> additions, List<String> others) {
    /** Returns all statements as a user would run them. */
    public String toSql() {
        List<String> all = new ArrayList<>(additions);
        all.addAll(others);
        return String.join("; ", all);
    }

    /** Whether the target fits already. */
    public boolean isNone() {
        return additions.isEmpty() && others.isEmpty();
    }
}
