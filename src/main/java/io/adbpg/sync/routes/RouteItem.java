package io.adbpg.sync.routes;

import static io.adbpg.sync.routes.YamlNodes.list;
import static io.adbpg.sync.routes.YamlNodes.text;
import static io.adbpg.sync.routes.YamlNodes.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * An item of a route file: a route, a template, or a table's entry.
 *
 * @param file the file's location
 * @param first the line that it begins at, from 0
 * @param end the line after it
 * @param id the id of the route that an entry makes; blank for anything else
 * @param source the source table of an entry; blank for anything else
 * @param shape what it says, however it is laid out
 * @param lines its text
 */
record RouteItem(String file, int first, int end, String id, String source, String shape, List<String> lines) {
    /**
     * The items of a file; empty if it can't be taken apart, since items share a line or refer to each other.
     *
     * @param file the file's location
     * @param content its text, which is right
     */
    static Optional<List<RouteItem>> of(String file, String content) {
        List<Node> nodes = RouteFile.read(ResourceHelper.fromString(file, content));
        List<String> lines = content.lines().toList();
        List<RouteItem> items = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            int first = line(nodes.get(i));
            int end = i + 1 < nodes.size() ? line(nodes.get(i + 1)) : lines.size();
            StringBuilder shape = new StringBuilder();
            if (first < 0 || end <= first || !describe(nodes.get(i), shape)) {
                return Optional.empty();
            }
            Node entry = value(nodes.get(i), "templatedRoute");
            String id = text(value(entry, "routeId"));
            String source = source(entry);
            boolean isEntry = id != null && !source.isEmpty();
            items.add(new RouteItem(
                    file,
                    first,
                    end,
                    isEntry ? id : "",
                    isEntry ? source : "",
                    shape.toString(),
                    lines.subList(first, end)));
        }
        return Optional.of(items);
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(-1);
    }

    private static String source(Node entry) {
        return list(value(entry, "parameters")).stream()
                .filter(parameter -> "source".equals(text(value(parameter, "name"))))
                .map(parameter -> String.valueOf(text(value(parameter, "value"))))
                .findFirst()
                .orElse("");
    }

    /** Appends what a node says; returns whether it stands for itself, without anchors. */
    private static boolean describe(Node node, StringBuilder shape) {
        if (node.getAnchor().isPresent()) {
            return false;
        }
        if (node instanceof ScalarNode scalar) {
            shape.append(scalar.getTag()).append(scalar.getValue().length()).append(scalar.getValue());
            return true;
        }
        if (node instanceof MappingNode mapping) {
            shape.append('{');
            for (NodeTuple tuple : mapping.getValue()) {
                if (!describe(tuple.getKeyNode(), shape) || !describe(tuple.getValueNode(), shape)) {
                    return false;
                }
            }
            shape.append('}');
            return true;
        }
        shape.append('[');
        boolean isAlone = list(node).stream().allMatch(item -> describe(item, shape));
        shape.append(']');
        return isAlone;
    }

    /** Whether it is a table's entry, which makes one route. */
    boolean isEntry() {
        return !id.isEmpty();
    }

    /** A file with this item alone, at its lines. */
    Resource resource() {
        return ResourceHelper.fromString(file, "\n".repeat(first) + String.join("\n", lines) + "\n");
    }
}
