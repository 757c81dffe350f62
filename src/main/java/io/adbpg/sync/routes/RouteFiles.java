package io.adbpg.sync.routes;

import static io.adbpg.sync.routes.YamlNodes.keys;
import static io.adbpg.sync.routes.YamlNodes.list;
import static io.adbpg.sync.routes.YamlNodes.text;
import static io.adbpg.sync.routes.YamlNodes.value;
import static io.adbpg.sync.routes.YamlNodes.wrong;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.failure.YamlFailure;
import io.adbpg.sync.mapping.EntryPlaces;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.spi.Resource;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Checks the entries of the route files against their templates, before Camel makes routes of them: Camel takes a
 * misspelt parameter in silence, and names neither file nor line.
 */
public final class RouteFiles {
    /** The keys of an entry, beside its parameters. */
    private static final Set<String> ENTRY = Set.of("routeId", "routeTemplateRef", "prefixId", "group");

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
                RouteFile.read(file).forEach(routes::note);
            }
        }
        routes.entries.forEach(routes::checkEntry);
        EntryPlaces places = new EntryPlaces();
        routes.entries.forEach(entry -> note(entry, places));
        return places;
    }

    /** Whether all routes of a file only answer requests, and it can be read. */
    static boolean onlyAnswers(Resource file) {
        try {
            return check(List.of(file)) != null
                    && RouteFile.read(file).stream()
                            .noneMatch(item -> value(item, "routeTemplate") != null
                                    || value(item, "templatedRoute") != null
                                    || (value(item, "route") != null && !isAnswer(value(item, "route"))));
        } catch (Refusal e) {
            return false;
        }
    }

    private static boolean isAnswer(Node route) {
        return String.valueOf(text(value(value(route, "from"), "uri"))).startsWith("platform-http:");
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
                    Message.of(
                            "the id '{0}' is taken already, {1}: give this one another id, or remove it",
                            text(id),
                            other.getStartMark().map(YamlFailure::place).orElse(Message.of("in another file"))));
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
                    text(reference) == null
                            ? Message.of(
                                    "the entry names no template: set routeTemplateRef to one of {0}",
                                    String.join(", ", templates.keySet()))
                            : Message.of(
                                    "there is no template '{0}': set routeTemplateRef to one of {1}",
                                    text(reference), String.join(", ", templates.keySet())));
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
                throw wrong(parameter, Message.of("parameter '{0}' is given a second time: remove one of them", name));
            }
            if (!known.containsKey(name)) {
                throw wrong(
                        parameter,
                        Message.of(
                                "template {0} has no parameter '{1}': use one of {2}",
                                template, name, String.join(", ", known.keySet())));
            }
            String value = text(value(parameter, "value"));
            if (List.of("source", "target").contains(name) && value != null && value.contains("?")) {
                throw wrong(
                        parameter,
                        Message.of(
                                "{0} holds a question mark, which a Camel address can't: take the table by schema.*, or rename it",
                                value));
            }
            given.add(name);
        }
        known.forEach((name, needed) -> {
            if (needed && !given.contains(name)) {
                throw wrong(entry, Message.of("the entry has no parameter '{0}': add { name: {0}, value: … }", name));
            }
        });
    }
}
