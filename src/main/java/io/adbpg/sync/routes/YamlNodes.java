package io.adbpg.sync.routes;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.failure.YamlFailure;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Looks into the nodes of a YAML file, which know where they stand; a node may be null. */
final class YamlNodes {
    private YamlNodes() {}

    /** A refusal of what a node holds, which names file and line. */
    static Refusal wrong(Node node, Message what) {
        return Refusal.usage(
                "{0}: {1}", node.getStartMark().map(YamlFailure::place).orElse(Message.of("a route file")), what);
    }

    /** The keys of a mapping; none of anything else. */
    static List<String> keys(Node node) {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .map(tuple -> String.valueOf(text(tuple.getKeyNode())))
                        .toList()
                : List.of();
    }

    /** What a mapping has under a key; null if there is none. */
    static Node value(Node node, String key) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (key.equals(text(tuple.getKeyNode()))) {
                    return tuple.getValueNode();
                }
            }
        }
        return null;
    }

    /** The items of a sequence; none of anything else. */
    static List<Node> list(Node node) {
        return node instanceof SequenceNode sequence ? sequence.getValue() : List.of();
    }

    /** The text of a scalar; null of anything else. */
    static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : null;
    }
}
