package io.adbpg.sync.routes;

import static io.adbpg.sync.routes.YamlNodes.list;
import static io.adbpg.sync.routes.YamlNodes.wrong;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.failure.YamlFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.spi.Resource;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads one route file: UTF-8, YAML, each key once, and no class of the program's by the name that it once had. */
final class RouteFile {
    /** A class of the program's, as files of older versions name it. */
    private static final Pattern OWN_CLASS =
            Pattern.compile("(?:#class:|#type:)?io\\.adbpg\\.sync\\.(?:\\w+\\.)*(?<name>[A-Z]\\w*)");

    /** What stands for such a class now. */
    private static final Map<String, String> STABLE_NAMES = Map.of(
            "TableMapping", "\"#bean:tableMapping\"",
            "LostValues", "org.springframework.dao.DataIntegrityViolationException",
            "Refusal", "org.springframework.dao.DataIntegrityViolationException");

    private RouteFile() {}

    /**
     * Reads a file.
     *
     * @return its routes, templates and entries
     * @throws Refusal naming file and line
     */
    static List<Node> read(Resource file) {
        LoadSettings settings =
                LoadSettings.builder().setLabel(file.getLocation()).build();
        String name = file.getLocation().replaceFirst("^file:", "");
        String text = text(file, name);
        try {
            Node root = new Compose(settings).composeString(text).orElse(null);
            if (!(root instanceof SequenceNode items) || items.getValue().isEmpty()) {
                throw Refusal.usage(
                        "{0} holds no list of routes: write an entry for each table, or remove the file", name);
            }
            check(root, Collections.newSetFromMap(new IdentityHashMap<>()));
            return items.getValue();
        } catch (MarkedYamlEngineException e) {
            throw YamlFailure.refusal(e);
        } catch (ReaderException e) {
            long line = text.codePoints()
                            .limit(e.getPosition())
                            .filter(c -> c == '\n')
                            .count()
                    + 1;
            throw Refusal.usage(
                    "{0}, line {1}: the character {2} is not allowed; take it out",
                    name, line, "U+%04X".formatted(e.getCodePoint()));
        } catch (YamlEngineException e) {
            throw Refusal.usage("{0}: {1}; correct it there", name, e.getMessage());
        } catch (StackOverflowError e) {
            throw Refusal.usage("{0} is nested too deeply: correct it there", name);
        }
    }

    private static String text(Resource file, String name) {
        try (InputStream stream = file.getInputStream()) {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(stream.readAllBytes()))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw Refusal.usage("{0} is no text in UTF-8: save it as such", name);
        } catch (IOException e) {
            throw Refusal.usage("cannot read {0}: {1}", name, e.getMessage());
        }
    }

    private static void check(Node node, Set<Node> seen) {
        if (!seen.add(node)) {
            return;
        }
        checkName(node);
        checkKeys(node);
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(tuple -> check(tuple.getValueNode(), seen));
        }
        list(node).forEach(item -> check(item, seen));
    }

    /** The program's classes move from one version to the next. */
    private static void checkName(Node node) {
        Matcher own = OWN_CLASS.matcher(String.valueOf(YamlNodes.text(node)));
        if (own.matches() && STABLE_NAMES.containsKey(own.group("name"))) {
            throw wrong(
                    node,
                    Message.of(
                            "{0} is a name of an older version: write {1} in its place",
                            own.group(), STABLE_NAMES.get(own.group("name"))));
        }
    }

    /** Of two keys of one name Camel would take one in silence. */
    private static void checkKeys(Node node) {
        if (node instanceof MappingNode mapping) {
            Set<String> keys = new HashSet<>();
            for (NodeTuple tuple : mapping.getValue()) {
                String key = YamlNodes.text(tuple.getKeyNode());
                if (key != null && !keys.add(key)) {
                    throw wrong(
                            tuple.getKeyNode(), Message.of("'{0}' stands here a second time: remove one of them", key));
                }
            }
        }
    }
}
