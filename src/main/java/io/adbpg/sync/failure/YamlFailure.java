package io.adbpg.sync.failure;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Turns a YAML syntax error in a route file into one line that says where it is and why. */
public final class YamlFailure {
    private YamlFailure() {}

    /** Returns a refusal that names file and line. */
    public static Refusal refusal(MarkedYamlEngineException e) {
        Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
        String where = mark.map(YamlFailure::place).orElse("a route file");
        String context = e.getContext() == null
                ? ""
                : " (" + e.getContext()
                        + e.getContextMark()
                                .map(m -> " from line " + (m.getLine() + 1))
                                .orElse("") + ")";
        return Refusal.usage(where + ": " + e.getProblem() + context + "; correct it there");
    }

    /** Returns file and line of a mark, such as {@code routes/tables.camel.yaml, line 7}. */
    public static String place(Mark mark) {
        return mark.getName().replaceFirst("^file:", "") + ", line " + (mark.getLine() + 1);
    }
}
