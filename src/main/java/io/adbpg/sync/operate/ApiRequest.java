package io.adbpg.sync.operate;

import io.adbpg.sync.failure.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/**
 * Checks the parameters of requests by the API's description, {@code openapi.json}, and hands them on as headers, so that steps
 * get what the description promises.
 */
public final class ApiRequest {
    private final JsonObject description = read();

    private static JsonObject read() {
        try (InputStream stream = ApiRequest.class.getResourceAsStream("openapi.json")) {
            return (JsonObject) Jsoner.deserialize(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException | DeserializationException e) {
            throw new IllegalStateException("openapi.json can't be read", e);
        }
    }

    /** The description, in JSON. */
    public String description() {
        ((JsonObject) description.get("info")).put("version", StatusReport.version());
        return description.toJson();
    }

    /**
     * Checks the parameters of a request to the API; requests for anything else pass.
     *
     * @throws Refusal if one is missing, unknown, or has a value of another kind
     */
    public void check(Exchange exchange) {
        Message message = exchange.getMessage();
        String path = message.getHeader(Exchange.HTTP_PATH, String.class);
        JsonObject operation = operation(path, message.getHeader(Exchange.HTTP_METHOD, String.class));
        if (operation == null) {
            return;
        }
        Map<String, String> given = query(path, message.getHeader(Exchange.HTTP_RAW_QUERY, String.class));
        for (Object entry : (JsonArray) operation.getOrDefault("parameters", new JsonArray())) {
            JsonObject parameter = (JsonObject) entry;
            if ("query".equals(parameter.getString("in"))) {
                String name = parameter.getString("name");
                String value = given.remove(name);
                require(path, parameter, value);
                // A header of the request may have the same name.
                message.setHeader(name, value);
            }
        }
        if (!given.isEmpty()) {
            throw Refusal.usage(
                    "{0} has no parameter {1}; see /api/openapi.json",
                    path, Refusal.shown(given.keySet().iterator().next()));
        }
    }

    private JsonObject operation(String path, String method) {
        JsonObject paths = (JsonObject) description.get("paths");
        JsonObject methods = path == null ? null : (JsonObject) paths.get(path);
        return methods == null
                ? null
                : (JsonObject) methods.get(String.valueOf(method).toLowerCase(Locale.ROOT));
    }

    private static Map<String, String> query(String path, String query) {
        Map<String, String> given = new HashMap<>();
        for (String part : (query == null ? "" : query).split("&", 0)) {
            int end = part.indexOf('=');
            String name = decoded(path, end < 0 ? part : part.substring(0, end));
            if (!name.isEmpty() && given.put(name, end < 0 ? "" : decoded(path, part.substring(end + 1))) != null) {
                throw Refusal.usage("parameter {0} of {1} is given twice", Refusal.shown(name), path);
            }
        }
        return given;
    }

    private static String decoded(String path, String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.usage("the parameters of {0} are not URL-encoded: {1}", path, Refusal.shown(text));
        }
    }

    private static void require(String path, JsonObject parameter, String value) {
        String name = parameter.getString("name");
        if (value == null) {
            throw Refusal.usage("parameter {0} of {1} is missing: {2}", name, path, parameter.getString("description"));
        }
        String type = ((JsonObject) parameter.get("schema")).getString("type");
        boolean fits =
                switch (type) {
                    case "integer" -> value.matches("\\d{1,18}");
                    case "boolean" -> value.equals("true") || value.equals("false");
                    // No name has it, and PostgreSQL refuses to read it.
                    default -> value.indexOf(0) < 0;
                };
        if (!fits) {
            throw Refusal.usage(
                    "parameter {0} of {1} has a wrong value: {2}; {3}",
                    name, path, Refusal.shown(value), parameter.getString("description"));
        }
    }
}
