package io.adbpg.sync.command;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.operate.Access;
import io.adbpg.sync.operate.Listeners;
import io.adbpg.sync.operate.RunningFile;
import io.adbpg.sync.settings.CamelOptions;
import io.adbpg.sync.settings.DeclaredSettings;
import io.adbpg.sync.settings.HttpToken;
import io.adbpg.sync.settings.JobIdentity;
import io.adbpg.sync.settings.SettingsFile;
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
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/**
 * Where a job listens for commands, and how to send them.
 *
 * @param address such as {@code http://127.0.0.1:8080}
 * @param job the job's name, so that no other job answers; blank for whichever is there
 * @param identity the job with both ends; blank if the settings don't name them
 * @param token the token of {@code sync.http-token}
 * @param origin what the address is from
 */
record JobAddress(String address, String job, String identity, HttpToken token, Origin origin) {
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);
    /** Long enough for a pause, which waits for the current batch. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);
    /** Beyond that a job is as good as gone for whoever looks at many. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);

    /** What an address is from, and so what to do if it is of no use. */
    enum Origin {
        SETTINGS(
                " (camel.server.host, camel.server.port)",
                "start it, or correct application.properties",
                "correct application.properties"),
        RUNNING_JOB("", "its process runs; see its log", "run the command of the version that the job runs"),
        COMMAND_LINE("", "start it, or correct the address", "correct the address");

        private final String settings;
        private final String ifNobody;
        private final String ifAnother;

        Origin(String settings, String ifNobody, String ifAnother) {
            this.settings = settings;
            this.ifNobody = ifNobody;
            this.ifAnother = ifAnother;
        }
    }

    /** The address of the working directory's job. */
    static JobAddress ofWorkingDirectory() {
        return of(Path.of(""));
    }

    /** The address of the job of a folder, from where it runs or from the settings there. */
    static JobAddress of(Path folder) {
        UnaryOperator<String> settings = SettingsFile.load(folder.resolve("application.properties"));
        Optional<String> running = RunningFile.find(folder).map(RunningFile::commands);
        return new JobAddress(
                running.orElseGet(() -> configured(settings, folder)),
                DeclaredSettings.JOB.read(settings),
                JobIdentity.read(settings).map(JobIdentity::toString).orElse(""),
                DeclaredSettings.HTTP_TOKEN.read(settings),
                running.isPresent() ? Origin.RUNNING_JOB : Origin.SETTINGS);
    }

    /** An address such as {@code http://127.0.0.1:8080}, whichever job is there; the environment may have its token. */
    static JobAddress at(String address) {
        HttpToken token = DeclaredSettings.HTTP_TOKEN.read(SettingsFile.ofEnvironment());
        return new JobAddress(address, "", "", token, Origin.COMMAND_LINE);
    }

    /** Where the settings have it listen: it may not have been able to write where it does. */
    private static String configured(UnaryOperator<String> settings, Path folder) {
        String port = CamelOptions.SERVER_PORT.read(settings);
        if (!port.matches("\\d{1,5}")) {
            throw Refusal.usage(
                    "camel.server.port={0} is not allowed: use a whole number from 0 to 65535", Refusal.shown(port));
        }
        if (Integer.parseInt(port) == 0) {
            throw Refusal.of(
                    "no job runs in {0}: start it there, or run the command where it runs", folder.toAbsolutePath());
        }
        return Listeners.address(CamelOptions.SERVER_HOST.read(settings), port);
    }

    /**
     * Asks the job to do something.
     *
     * @return the job's answer
     * @throws Refusal if the job refuses, or none answers
     */
    String post(String path, Map<String, String> parameters) throws InterruptedException {
        return send(request(path, parameters).POST(HttpRequest.BodyPublishers.noBody()));
    }

    /**
     * Asks the job for information.
     *
     * @return the job's answer
     * @throws Refusal if the job refuses, or none answers
     */
    String get(String path, Map<String, String> parameters) throws InterruptedException {
        return send(request(path, parameters).GET());
    }

    /**
     * Asks the job how it is; does not wait for long.
     *
     * @return the members of {@code /api/status}
     * @throws Refusal if none answers
     */
    JsonObject status() throws InterruptedException {
        return parsed(send(request("/api/status", Map.of()).GET().timeout(LONGEST_LOOK)));
    }

    /**
     * Reads an answer of {@code /api/status}.
     *
     * @throws Refusal if it is none
     */
    JsonObject parsed(String answer) {
        try {
            if (Jsoner.deserialize(answer) instanceof JsonObject status && status.get("state") != null) {
                return status;
            }
        } catch (DeserializationException e) {
            // Reported below.
        }
        throw new Refusal(Message.verbatim(isNoJob("")));
    }

    private HttpRequest.Builder request(String path, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path + "?" + query))
                .header(Access.SYNC, "command")
                .timeout(LONGEST_ANSWER);
        if (!job.isEmpty()) {
            request.header(Access.JOB, job);
        }
        if (!identity.isEmpty()) {
            request.header(Access.ENDS, URLEncoder.encode(identity, StandardCharsets.UTF_8));
        }
        return token.isSet() ? request.header("Authorization", token.authorization()) : request;
    }

    private String send(HttpRequest.Builder request) throws InterruptedException {
        try {
            HttpResponse<String> response = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(LONGEST_CONNECT)
                    .build()
                    .send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (response.statusCode() / 100 != 2) {
                throw new Refusal(Message.verbatim(
                        isLine(response.body()) ? response.body() : isNoJob(", HTTP status " + response.statusCode())));
            }
            return response.body();
        } catch (IOException e) {
            throw Refusal.of("no job answers at {0}{1}: {2}", address, origin.settings, origin.ifNobody);
        }
    }

    private static boolean isLine(String body) {
        return !body.isBlank() && !body.startsWith("<") && body.lines().count() == 1;
    }

    private String isNoJob(String status) {
        return "what answers at " + address + origin.settings + " is not a job of this version" + status + ": "
                + origin.ifAnother;
    }
}
