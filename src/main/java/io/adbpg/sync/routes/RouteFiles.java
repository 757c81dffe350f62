package io.adbpg.sync.routes;

import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.failure.YamlFailure;
import io.adbpg.sync.mapping.EntryPlaces;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
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
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Checks the entries of the route files against their templates, before Camel makes routes of them: Camel takes a
 * misspelt parameter in silence, and names neither file nor line.
 */
public final class RouteFiles {
    /** The keys of an entry, beside its parameters. */
    private static final Set<String> ENTRY = Set.of("routeId", "routeTemplateRef", "prefixId", "group");

    /** A class of the program's, as files of older versions name it. */
    private static final Pattern OWN_CLASS =
            Pattern.compile("(?:#class:|#type:)?io\\.adbpg\\.sync\\.(?:\\w+\\.)*(?<name>[A-Z]\\w*)");

    /** What stands for such a class now. */
    private static final Map<String, String> STABLE_NAMES = Map.of(
            "TableMapping", "\"#bean:tableMapping\"",
            "LostValues", "org.springframework.dao.DataIntegrityViolationException",
            "Refusal", "org.springframework.dao.DataIntegrityViolationException");

    /** From a template's name to its parameters, each with whether an entry must give it. */
    private final Map<String, Map<String, Boolean>> templates = new LinkedHashMap<>();

    private final List<Node> entries = new ArrayList<>();
    private final Map<String, Node> ids = new HashMap<>();

    private RouteFiles() {}

    /**
     * Checks route files; those in other languages than YAML are left alone.
     *
     * @return where the entries stand
     * @throws Refusal naming file and line
     */
    public static EntryPlaces check(Collection<Resource> files) {
        RouteFiles routes = new RouteFiles();
        for (Resource file : files) {
            if (file.getLocation().endsWith(".yaml") || file.getLocation().endsWith(".yml")) {
                routes.read(file);
            }
        }
        routes.entries.forEach(routes::checkEntry);
        EntryPlaces places = new EntryPlaces();
        routes.entries.forEach(entry -> note(entry, places));
        return places;
    }

    private static void note(Node entry, EntryPlaces places) {
        List<Node> parameters = list(value(entry, "parameters"));
        String source = parameters.stream()
                .filter(parameter -> "source".equals(text(value(parameter, "name"))))
                .map(parameter -> text(value(parameter, "value")))
                .findFirst()
                .orElse("");
        for (Node parameter : parameters) {
            parameter
                    .getStartMark()
                    .ifPresent(mark -> places.put(source, text(value(parameter, "name")), YamlFailure.place(mark)));
        }
    }

    private void read(Resource file) {
        LoadSettings settings =
                LoadSettings.builder().setLabel(file.getLocation()).build();
        String name = file.getLocation().replaceFirst("^file:", "");
        String text = text(file, name);
        try {
            Node root = new Compose(settings).composeString(text).orElse(null);
            if (!(root instanceof SequenceNode items) || items.getValue().isEmpty()) {
                throw Refusal.usage(
                        name + " holds no list of routes: write an entry for each table, or remove the file");
            }
            check(root, Collections.newSetFromMap(new IdentityHashMap<>()));
            items.getValue().forEach(this::note);
        } catch (MarkedYamlEngineException e) {
            throw YamlFailure.refusal(e);
        } catch (ReaderException e) {
            long line = text.codePoints()
                            .limit(e.getPosition())
                            .filter(c -> c == '\n')
                            .count()
                    + 1;
            throw Refusal.usage("%s, line %d: the character U+%04X is not allowed; take it out"
                    .formatted(name, line, e.getCodePoint()));
        } catch (YamlEngineException e) {
            throw Refusal.usage(name + ": " + e.getMessage() + "; correct it there");
        } catch (StackOverflowError e) {
            throw Refusal.usage(name + " is nested too deeply: correct it there");
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
            throw Refusal.usage(name + " is no text in UTF-8: save it as such");
        } catch (IOException e) {
            throw Refusal.usage("cannot read " + name + ": " + e.getMessage());
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
        Matcher own = OWN_CLASS.matcher(String.valueOf(text(node)));
        if (own.matches() && STABLE_NAMES.containsKey(own.group("name"))) {
            throw wrong(
                    node,
                    own.group() + " is a name of an older version: write " + STABLE_NAMES.get(own.group("name"))
                            + " in its place");
        }
    }

    /** Of two keys of one name Camel would take one in silence. */
    private static void checkKeys(Node node) {
        if (node instanceof MappingNode mapping) {
            Set<String> keys = new HashSet<>();
            for (NodeTuple tuple : mapping.getValue()) {
                String key = text(tuple.getKeyNode());
                if (key != null && !keys.add(key)) {
                    throw wrong(tuple.getKeyNode(), "'" + key + "' stands here a second time: remove one of them");
                }
            }
        }
    }

    private void note(Node item) {
        Node template = value(item, "routeTemplate");
        if (template != null) {
            checkId(value(template, "id"));
            templates.put(text(value(template, "id")), parameters(template));
        }
        Node entry = value(item, "templatedRoute");
        if (entry != null) {
            checkId(value(entry, "routeId"));
            entries.add(entry);
        }
        Node route = value(item, "route");
        if (route != null) {
            checkId(value(route, "id"));
        }
    }

    /** Of two routes of one id Camel would leave out the first in silence. */
    private void checkId(Node id) {
        Node other = text(id) == null ? null : ids.putIfAbsent(text(id), id);
        if (other != null) {
            throw wrong(
                    id,
                    "the id '" + text(id) + "' is taken already, "
                            + other.getStartMark().map(YamlFailure::place).orElse("in another file")
                            + ": give this one another id, or remove it");
        }
    }

    private static Map<String, Boolean> parameters(Node template) {
        Map<String, Boolean> parameters = new LinkedHashMap<>();
        for (Node parameter : list(value(template, "parameters"))) {
            boolean optional =
                    value(parameter, "defaultValue") != null || "false".equals(text(value(parameter, "required")));
            parameters.put(text(value(parameter, "name")), !optional);
        }
        return parameters;
    }

    private void checkEntry(Node entry) {
        Node reference = value(entry, "routeTemplateRef");
        Map<String, Boolean> known = templates.get(text(reference));
        if (known == null) {
            throw wrong(
                    reference == null ? entry : reference,
                    (text(reference) == null
                                    ? "the entry names no template"
                                    : "there is no template '" + text(reference) + "'")
                            + ": set routeTemplateRef to one of " + String.join(", ", templates.keySet()));
        }
        checkParameters(entry, text(reference), known);
    }

    private static void checkParameters(Node entry, String template, Map<String, Boolean> known) {
        Node parameters = value(entry, "parameters");
        if (parameters == null && keys(entry).stream().anyMatch(key -> !ENTRY.contains(key))) {
            // Camel names the key that stands in its place.
            return;
        }
        List<String> given = new ArrayList<>();
        for (Node parameter : list(parameters)) {
            String name = text(value(parameter, "name"));
            if (given.contains(name)) {
                throw wrong(parameter, "parameter '" + name + "' is given a second time: remove one of them");
            }
            if (!known.containsKey(name)) {
                throw wrong(
                        parameter,
                        "template " + template + " has no parameter '" + name + "': use one of "
                                + String.join(", ", known.keySet()));
            }
            String value = text(value(parameter, "value"));
            if (List.of("source", "target").contains(name) && value != null && value.contains("?")) {
                throw wrong(
                        parameter,
                        value + " holds a question mark, which a Camel address can't: take the table by schema.*, or"
                                + " rename it");
            }
            given.add(name);
        }
        known.forEach((name, needed) -> {
            if (needed && !given.contains(name)) {
                throw wrong(entry, "the entry has no parameter '" + name + "': add { name: " + name + ", value: … }");
            }
        });
    }

    private static Refusal wrong(Node node, String what) {
        return Refusal.usage(node.getStartMark().map(YamlFailure::place).orElse("a route file") + ": " + what);
    }

    private static List<String> keys(Node node) {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .map(tuple -> String.valueOf(text(tuple.getKeyNode())))
                        .toList()
                : List.of();
    }

    private static Node value(Node node, String key) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (key.equals(text(tuple.getKeyNode()))) {
                    return tuple.getValueNode();
                }
            }
        }
        return null;
    }

    private static List<Node> list(Node node) {
        return node instanceof SequenceNode sequence ? sequence.getValue() : List.of();
    }

    private static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : null;
    }
}
