package io.adbpg.sync.mapping;

import java.util.ArrayList;
import java.util.List;

/**
 * The statements that make a target table fit what its source table has become.
 *
 * @param additions those that add a column
 * @param others those that change or drop what is there
 */
public record TargetChange(List<String> additions, List<String> others) {
    /** All of them, as a user would run them. */
    public String toSql() {
        List<String> all = new ArrayList<>(additions);
        all.addAll(others);
        return String.join("; ", all);
    }

    /** Whether nothing is to be done. */
    public boolean isNone() {
        return additions.isEmpty() && others.isEmpty();
    }
}
