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
        Message where = mark.map(YamlFailure::place).orElse(Message.of("a route file"));
        Message context = e.getContext() == null
                ? Message.NONE
                : e.getContextMark()
                        .map(m -> Message.of(" ({0} from line {1})", e.getContext(), m.getLine() + 1))
                        .orElse(Message.of(" ({0})", e.getContext()));
        return Refusal.usage("{0}: {1}{2}; correct it there", where, e.getProblem(), context);
    }

    /** Returns file and line of a mark, such as {@code routes/tables.camel.yaml, line 7}. */
    public static Message place(Mark mark) {
        return Message.of("{0}, line {1}", mark.getName().replaceFirst("^file:", ""), mark.getLine() + 1);
    }
}
