package io.adbpg.sync;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Where the job that runs from the working directory listens for commands.
 *
 * @param address such as {@code http://127.0.0.1:8080}
 */
record JobAddress(String address) {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** Where the settings of the working directory say that it listens. */
    static JobAddress ofWorkingDirectory() {
        UnaryOperator<String> settings = SettingsFile.load(Path.of("application.properties"));
        return new JobAddress(
                "http://" + settings.apply("camel.server.host") + ":" + settings.apply("camel.server.port"));
    }

    /**
     * Asks for something to be done.
     *
     * @return what the job says
     * @throws Refusal if it refuses, or none is there
     */
    String post(String path, Map<String, String> parameters) throws InterruptedException {
        return send(request(path, parameters).POST(HttpRequest.BodyPublishers.noBody()));
    }

    /**
     * Asks for what the job knows.
     *
     * @throws Refusal if it refuses, or none is there
     */
    String get(String path, Map<String, String> parameters) throws InterruptedException {
        return send(request(path, parameters).GET());
    }

    private HttpRequest.Builder request(String path, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(URI.create(address + path + "?" + query))
                .header("X-Adbpg-Sync", "command")
                .timeout(LIMIT);
    }

    private String send(HttpRequest.Builder request) throws InterruptedException {
        try {
            HttpResponse<String> response = HttpClient.newBuilder()
                    .connectTimeout(LIMIT)
                    .build()
                    .send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (response.statusCode() / 100 != 2) {
                throw new Refusal(response.body().isBlank() ? address + " says " + response : response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new Refusal("no job answers at " + address + " (camel.server.host, camel.server.port): start it, or"
                    + " correct application.properties");
        }
    }
}
