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
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code reload TABLE}: asks the job that runs from the same working directory to load a table again. */
@Command(
        name = "reload",
        mixinStandardHelpOptions = true,
        description = "Lets the running job load a table again, while readers of the target see what it holds.")
final class ReloadCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Parameters(paramLabel = "TABLE", description = "The table's name on the source, such as public.orders.")
    private String table;

    @Override
    public Integer call() throws InterruptedException {
        UnaryOperator<String> settings = SettingsFile.load(Path.of("application.properties"));
        String address = "http://" + settings.apply("camel.server.host") + ":" + settings.apply("camel.server.port");
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(address + "/api/reload?table=" + URLEncoder.encode(table, StandardCharsets.UTF_8)))
                .header("X-Adbpg-Sync", "reload")
                .timeout(LIMIT)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            HttpResponse<String> response = HttpClient.newBuilder()
                    .connectTimeout(LIMIT)
                    .build()
                    .send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (response.statusCode() != 200) {
                throw new Refusal(response.body().isBlank() ? address + " says " + response : response.body());
            }
            System.out.println(response.body());
            return 0;
        } catch (IOException e) {
            throw new Refusal("no job answers at " + address + " (camel.server.host, camel.server.port): start it, or"
                    + " correct application.properties");
        }
    }
}
