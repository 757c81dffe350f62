package io.adbpg.sync.operate.alert;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Posts JSON to a URL. The URL is in no message, since it usually holds a secret. */
final class Webhook {
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(3);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(4);

    private final URI url;
    private HttpClient client;

    Webhook(URI url) {
        this.url = url;
    }

    /** Posts a body; returns what went wrong, null if nothing did. */
    String send(String body) {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(LONGEST_CONNECT)
                    .build();
        }
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json; charset=utf-8")
                .timeout(LONGEST_ANSWER)
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status / 100 == 2 ? null : url.getHost() + " answers with HTTP status " + status;
        } catch (IOException e) {
            return url.getHost() + " does not answer (" + e.getClass().getSimpleName() + ")";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "the job ends";
        }
    }
}
