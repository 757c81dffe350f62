package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.adbpg.sync.support.Http;
import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.ManagedBeans;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.Program;
import io.adbpg.sync.support.RestartableServer;
import io.adbpg.sync.support.StoppableServer.Stop;
import io.adbpg.sync.support.TargetReader;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operating a running job by HTTP, commands and JMX. */
class OperateIT {
    private static final String TOKEN = "open-sesame";
    private static final String[] HEADERS = {"X-Adbpg-Sync: test", "Authorization: Bearer " + TOKEN};
    private static final String TABLES = MixedTraffic.TABLE_ROUTES
            + MixedTraffic.route("odd")
            + MixedTraffic.route("grown")
            + MixedTraffic.route("prices")
                    .replace("  - { name: source", "  - { name: changes, value: every }\n      - { name: source");

    @TempDir
    private static Path folder;

    private static RestartableServer targetServer;
    private static TestDatabase source;
    private static TestDatabase target;
    private static JobProcess job;
    private static Http http;
    private static HttpServer webhook;
    private static final List<String> ALERTS = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void startJob() throws Exception {
        targetServer = RestartableServer.start(Map.of());
        source = TestServers.newSource();
        target = targetServer.database("target");
        source.run(MixedTraffic.SOURCE_TABLES + "CREATE TABLE prices (id int PRIMARY KEY);"
                + "CREATE TABLE odd (id int PRIMARY KEY); CREATE TABLE grown (id int PRIMARY KEY)");
        target.run(MixedTraffic.TARGET_TABLES + "CREATE TABLE prices (id int);"
                + "CREATE TABLE odd (id int PRIMARY KEY CHECK (id % 2 = 1)); CREATE TABLE grown (id int PRIMARY KEY)");
        webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        webhook.createContext("/", request -> {
            ALERTS.add(new String(request.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            request.sendResponseHeaders(200, -1);
            request.close();
        });
        webhook.start();
        Map<String, String> settings = Map.of(
                "source.capture",
                "pgoutput",
                "sync.initial-load",
                "copy",
                "sync.http-token",
                TOKEN,
                "sync.on-error",
                "quarantine",
                "sync.alert-webhook",
                "http://127.0.0.1:" + webhook.getAddress().getPort() + "/hook/" + TOKEN,
                "sync.alert-body",
                "{\"text\":\"$alert $state\"}");
        job = JobProcess.in(folder, TABLES, source, target, settings);
        job.start();
        job.awaitThat("the job syncs", () -> job.output().contains(": syncing"));
        http = job.http();
    }

    @AfterAll
    static void stopJob() throws Exception {
        job.close();
        source.drop();
        targetServer.close();
        webhook.stop(0);
        assertThat(job.output()).as("what the log shows").doesNotContain(TOKEN);
    }

    private static JsonObject status() throws Exception {
        Http.Answer answer = http.send("GET", "/api/status");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return (JsonObject) Jsoner.deserialize(answer.body());
    }

    private static void awaitState(String state) {
        job.awaitThat("the job is " + state, () -> status().getString("state").equals(state));
    }

    private static String post(String path) throws Exception {
        Http.Answer answer = http.send("POST", path, HEADERS);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static Program.Result program(String... arguments) throws Exception {
        return new Program(folder).run(List.of(arguments));
    }

    @Test
    void statusHasTheMembersThatOthersBuildOn() throws Exception {
        // given
        awaitState("syncing");
        job.awaitInStep();

        // when
        Http.Answer answer = http.send("GET", "/api/status", "X-Secret: of the request");
        JsonObject status = (JsonObject) Jsoner.deserialize(answer.body());

        // then
        assertThat(answer.head())
                .contains("application/json", "no-store")
                .as("none of the request's headers")
                .doesNotContain("X-Secret");
        assertThat(status.keySet())
                .containsExactly(
                        "job",
                        "version",
                        "time",
                        "startedAt",
                        "state",
                        "reason",
                        "since",
                        "source",
                        "target",
                        "capture",
                        "mayAct",
                        "listens",
                        "delayMillis",
                        "delayBytes",
                        "changesPerSecond",
                        "changes",
                        "changesInAll",
                        "position",
                        "slot",
                        "quarantined",
                        "refusedRoutes",
                        "routes",
                        "tables",
                        "schemaChanges",
                        "errors",
                        "precheck");
        assertThat(status)
                .containsEntry("state", "syncing")
                .containsEntry("reason", "")
                .containsEntry("capture", "pgoutput")
                .containsEntry("mayAct", false)
                .containsEntry("target", "127.0.0.1:" + target.port() + "/postgres");
        assertThat(((JsonObject) status.get("position")).keySet()).containsExactly("lsn", "committedAt", "appliedAt");
        JsonObject items = tables(status).get("public.items");
        assertThat(items.keySet())
                .containsExactly(
                        "name",
                        "target",
                        "state",
                        "reason",
                        "quarantined",
                        "delayMillis",
                        "lastChangeAt",
                        "rows",
                        "load");
        assertThat(items).containsEntry("state", "syncing").containsEntry("target", "public.items");
        assertThat(((JsonObject) items.get("rows")).keySet()).containsExactly("insert", "update", "delete", "truncate");
        assertThat(((JsonObject) items.get("load")).keySet()).containsExactly("rows", "bytes", "share", "secondsLeft");
    }

    private static Map<String, JsonObject> tables(JsonObject status) {
        Map<String, JsonObject> tables = new TreeMap<>();
        for (Object table : (JsonArray) status.get("tables")) {
            tables.put(((JsonObject) table).getString("name"), (JsonObject) table);
        }
        return tables;
    }

    @Test
    void logLinesBeginWithDateAndZoneWhereThereIsNoTerminal() {
        assertThat(job.output().lines().toList())
                .filteredOn(line -> line.contains(" INFO "))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line)
                        .matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}(Z|[+-]\\d{2}:\\d{2}) INFO .*"));
    }

    @Test
    void tablesAreWhatTheirJobIs() throws Exception {
        // given
        awaitState("syncing");
        source.run("INSERT INTO odd VALUES (1)");
        job.awaitInStep();
        assertThat(tables(status()).get("public.odd"))
                .containsEntry("state", "syncing")
                .hasEntrySatisfying("lastChangeAt", at -> assertThat(at).isNotNull());

        // when
        post("/api/pause");
        JsonObject paused = status();
        Program.Result text = program("status");
        post("/api/resume");

        // then
        assertThat(paused.getDouble("changesPerSecond")).isZero();
        assertThat(tables(paused).values())
                .allSatisfy(table -> assertThat(table).containsEntry("state", "paused"));
        assertThat(text.out()).doesNotContain("syncing");
    }

    @Test
    void schemaChangesAndWhatCameOfThemAreTold() throws Exception {
        // given
        awaitState("syncing");

        // when
        source.run("ALTER TABLE grown ADD COLUMN note text; INSERT INTO grown VALUES (1, 'new')");

        // then
        awaitChangeOfGrown("waits");
        assertThat(tables(status()).get("public.grown")).containsEntry("state", "waiting");

        // when
        target.run("ALTER TABLE grown ADD COLUMN note text");

        // then
        awaitChangeOfGrown("taken over");
        assertThat((JsonArray) status().get("schemaChanges"))
                .filteredOn(change -> ((JsonObject) change).getString("table").equals("public.grown"))
                .singleElement()
                .satisfies(change ->
                        assertThat(((JsonObject) change).getString("change")).contains("note"));
    }

    private static void awaitChangeOfGrown(String outcome) {
        job.awaitThat("the change of the table " + outcome, () -> objects(status(), "schemaChanges")
                .anyMatch(change -> change.getString("table").equals("public.grown")
                        && change.getString("outcome").equals(outcome)));
    }

    private static Stream<JsonObject> objects(JsonObject status, String member) {
        return ((JsonArray) status.get(member)).stream().map(JsonObject.class::cast);
    }

    @Test
    void entriesThatAreRefusedAreToldWithTheRouteThatRunsInstead() throws Exception {
        // given
        awaitState("syncing");
        Path file = folder.resolve("routes/tables.camel.yaml");
        String before = Files.readString(file);

        // when
        Files.writeString(file, TABLES + "      - { name: columns, value: \"id, 7 AS more\" }\n");

        // then
        job.awaitThat("the entry is refused", () -> refusalOf("prices").contains("more"));
        assertThat(((JsonObject) status().get("refusedRoutes")).getString("reason"))
                .contains("more");

        // when
        Files.writeString(file, before);

        // then
        job.awaitThat(
                "nothing is refused", () -> refusalOf("prices").isEmpty() && status().get("refusedRoutes") == null);
    }

    @Test
    void filesBehindLinksAreTakenOver() throws Exception {
        // given
        awaitState("syncing");
        Path file = folder.resolve("routes/tables.camel.yaml");
        String before = Files.readString(file);
        Path first = Files.createDirectories(folder.resolve("first"));
        Path second = Files.createDirectories(folder.resolve("second"));
        Files.writeString(first.resolve("tables"), before);
        Files.writeString(second.resolve("tables"), TABLES + "      - { name: columns, value: \"id, 8 AS linked\" }\n");
        Path data = Files.createSymbolicLink(folder.resolve("data"), first);
        Files.delete(file);
        Files.createSymbolicLink(file, data.resolve("tables"));
        try {
            // when
            Path next = Files.createSymbolicLink(folder.resolve("next"), second);
            Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);

            // then
            job.awaitThat("the entry is refused", () -> refusalOf("prices").contains("linked"));

            // when
            Files.writeString(second.resolve("tables"), before);

            // then
            job.awaitThat("nothing is refused", () -> refusalOf("prices").isEmpty());
        } finally {
            Files.delete(file);
            Files.writeString(file, before);
        }
    }

    private static String refusalOf(String route) throws Exception {
        return objects(status(), "routes")
                .filter(json -> json.getString("id").equals(route))
                .map(json -> json.getString("refused"))
                .findFirst()
                .orElse("");
    }

    @Test
    void changesThatAreRefusedAreToldOfTheirTable() throws Exception {
        // given
        awaitState("syncing");

        // when
        source.run("INSERT INTO odd VALUES (2), (4)");
        job.awaitThat(
                "the table is refused something",
                () -> tables(status()).get("public.odd").getString("state").equals("refused"));
        JsonObject status = status();
        Program.Result text = program("status");

        // then
        assertThat(tables(status).get("public.odd"))
                .containsEntry("quarantined", new BigDecimal(2))
                .hasEntrySatisfying(
                        "reason",
                        reason -> assertThat(reason).asString().startsWith("2 changes are in quarantine, refused by"));
        assertThat((JsonArray) status.get("errors"))
                .anySatisfy(error -> assertThat((JsonObject) error).containsEntry("place", "public.odd"));
        assertThat(text.out()).contains("refused", "public.odd: 2 changes are in quarantine");

        job.awaitThat("somebody is alerted", () -> ALERTS.contains("{\"text\":\"quarantine on\"}"));

        // when
        assertThat(post("/api/quarantine/discard?changes=public.odd")).startsWith("discarded 2 changes");

        // then
        job.awaitThat(
                "nothing of the table is refused",
                () -> tables(status()).get("public.odd").getString("state").equals("syncing"));
        assertThat((JsonArray) status().get("errors"))
                .noneSatisfy(error -> assertThat((JsonObject) error).containsEntry("place", "public.odd"));
        job.awaitThat("it is said to be over", () -> ALERTS.contains("{\"text\":\"quarantine over\"}"));
    }

    @Test
    void jobOfTheSameNameFromElsewhereDoesNotAnswer() throws Exception {
        // given
        Path other = Files.createDirectories(folder.resolve("other"));
        String settings = Files.readString(folder.resolve("application.properties"));
        Files.writeString(
                other.resolve("application.properties"),
                settings.replaceAll("(?m)^source.database=.*$", "source.database=billing")
                        .replaceAll("(?m)^camel.server.port=.*$", "camel.server.port=" + http.port()));

        // when
        Program.Result status = new Program(other).run(List.of("status"));
        Program.Result pause = new Program(other).run(List.of("pause"));

        // then
        assertThat(status.exitStatus()).isEqualTo(1);
        assertThat(status.err())
                .contains(
                        "job " + job.name() + " from 127.0.0.1:" + source.port() + "/" + source.name(), "answers here")
                .contains("/billing to ");
        assertThat(pause.exitStatus()).isEqualTo(1);
        assertThat(status()).doesNotContainEntry("state", "paused");
    }

    /** Each request of the API's description, with each of its parameters left out, wrong, doubled, and with one too many. */
    @Test
    void everyRequestAnswersAsItsDescriptionSays() throws Exception {
        // given
        awaitState("syncing");
        Http.Answer answer = http.send("GET", "/api/openapi.json");
        assertThat(answer.head()).contains("application/json");
        JsonObject paths = (JsonObject) ((JsonObject) Jsoner.deserialize(answer.body())).get("paths");

        // then
        assertThat(paths.keySet()).containsExactlyInAnyOrderElementsOf(servedPaths());
        for (String path : paths.keySet()) {
            for (var operation : ((JsonObject) paths.get(path)).entrySet()) {
                String method = operation.getKey().toUpperCase(Locale.ROOT);
                new Fuzz(method, path, (JsonObject) operation.getValue()).run();
            }
        }
        post("/api/resume");
        awaitState("syncing");
    }

    private static Set<String> servedPaths() throws Exception {
        Matcher paths = Pattern.compile("uri: platform-http:(/api/\\S+)")
                .matcher(Files.readString(Path.of("routes/operate.camel.yaml")));
        return paths.results().map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Requests by the description of one operation. */
    private record Fuzz(String method, String path, JsonObject operation) {
        private static final Map<String, List<String>> VALUES = Map.of(
                "string", List.of("", "public.items", "1,2", "%F0%9F%98%80", "%22", "a.b.c.d", "%00", "x".repeat(2000)),
                "integer", List.of("0", "7", "999999999999999999"),
                "boolean", List.of("false"));
        private static final Map<String, List<String>> WRONG = Map.of(
                "string", List.of("%zz"),
                "integer", List.of("", "-1", "x", "1.5", "99999999999999999999", "%zz"),
                "boolean", List.of("", "maybe", "TRUE", "%zz"));

        void run() throws Exception {
            Map<String, List<String>> values = new TreeMap<>();
            List<JsonObject> parameters = ((JsonArray) operation.getOrDefault("parameters", new JsonArray()))
                    .stream()
                            .map(JsonObject.class::cast)
                            .filter(each -> "query".equals(each.get("in")))
                            .toList();
            for (JsonObject parameter : parameters) {
                values.put(parameter.getString("name"), VALUES.get(type(parameter)));
            }
            Map<String, String> right = new TreeMap<>();
            values.forEach((name, all) -> right.put(name, all.get(0)));
            for (JsonObject parameter : parameters) {
                String name = parameter.getString("name");
                for (String value : values.get(name)) {
                    send(with(right, name, value));
                }
                assertWrong(without(right, name), name);
                assertWrong(with(right, name, "0") + "&" + name + "=0", name);
                for (String value : WRONG.get(type(parameter))) {
                    // What is not URL-encoded the server itself refuses, in its own words.
                    assertWrong(with(right, name, value), value.equals("%zz") ? "" : name);
                }
            }
            if (parameters.isEmpty()) {
                send("");
            }
            assertWrong(with(right, "surplus", "1"), "surplus");
        }

        private static String type(JsonObject parameter) {
            return ((JsonObject) parameter.get("schema")).getString("type");
        }

        private static String with(Map<String, String> values, String name, String value) {
            Map<String, String> all = new TreeMap<>(values);
            all.put(name, value);
            return all.entrySet().stream()
                    .map(each -> each.getKey() + "=" + each.getValue())
                    .collect(Collectors.joining("&"));
        }

        private static String without(Map<String, String> values, String name) {
            return with(values, name, "").replaceAll("&?" + name + "=", "");
        }

        private void assertWrong(String query, String named) throws Exception {
            Http.Answer answer = send(query);
            assertThat(answer.status())
                    .as(method + " " + path + "?" + query + ": " + answer.body())
                    .isEqualTo(400);
            assertThat(answer.body()).contains(named);
        }

        private Http.Answer send(String query) throws Exception {
            // A header of the name of a parameter is none.
            Http.Answer answer =
                    http.send(method, path + "?" + query, HEADERS[0], HEADERS[1], "From: 5", "Repair: true");
            String request = method + " " + path + "?" + query + ": " + answer.body();
            JsonObject responses = (JsonObject) operation.get("responses");
            // Whatever has no parameters can be given one too many all the same.
            assertThat(answer.status()).as(request).isIn(200, 204, 400, 409);
            if (answer.status() != 400) {
                assertThat(responses.keySet()).as(request).contains(Integer.toString(answer.status()));
            }
            if (answer.status() == 200 && ((JsonObject) responses.get("200")).get("content") != null) {
                assertThat(Jsoner.deserialize(answer.body())).as(request).isInstanceOf(JsonObject.class);
            } else if (answer.status() >= 400) {
                assertThat(answer.body()).as(request).hasLineCount(1);
            }
            return answer;
        }
    }

    @Test
    void strangersAreTurnedAwayInOneLine() throws Exception {
        // then
        assertDenied(http.sendTo("evil.example.com", "GET", "/api/status"), "host evil.example.com is not this job's");
        assertDenied(http.sendTo("evil.example.com", "POST", "/api/pause", HEADERS), "host evil.example.com");
        assertDenied(http.send("POST", "/api/pause", HEADERS[1]), "no header X-Adbpg-Sync");
        assertDenied(http.send("POST", "/api/pause", HEADERS[0]), "does not show the token");
        assertDenied(
                http.send("POST", "/api/pause", HEADERS[0], "Authorization: Bearer wrong"), "does not show the token");
        assertThat(http.send("GET", "/api/pause", HEADERS).status()).isEqualTo(405);
        assertThat(status().getString("state")).isNotEqualTo("paused");
    }

    @Test
    void clientThatSpeaksHttp2GetsItsAnswer() throws Exception {
        // given
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        String path = "/api/status";

        // when
        HttpResponse<String> here = client.send(get("127.0.0.1", path), HttpResponse.BodyHandlers.ofString());
        HttpResponse<String> elsewhere =
                client.send(get("[::ffff:127.0.0.1]", path), HttpResponse.BodyHandlers.ofString());

        // then
        assertThat(here.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(here.statusCode()).isEqualTo(200);
        assertThat(elsewhere.statusCode()).isEqualTo(403);
    }

    private HttpRequest get(String host, String path) {
        return HttpRequest.newBuilder(URI.create("http://" + host + ":" + http.port() + path))
                .build();
    }

    private static void assertDenied(Http.Answer answer, String why) {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.head()).contains("text/plain");
        assertThat(answer.body()).contains(why).doesNotContain(TOKEN).hasLineCount(1);
    }

    @Test
    void wrongUsageAndWhatCannotBeNowAreToldApart() throws Exception {
        // given: tables that others have had loaded again have joined
        job.awaitThat(
                "the history is syncing",
                () -> tables(status()).get("public.prices").getString("state").equals("syncing"));

        // then
        assertRefused(http.send("POST", "/api/reload", HEADERS), 400, "parameter table of /api/reload is missing");
        assertRefused(http.send("POST", "/api/reload?table=public.none", HEADERS), 400, "the job has no table");
        assertRefused(
                http.send("POST", "/api/verify?tables=&repair=maybe", HEADERS),
                400,
                "parameter repair of /api/verify has a wrong value");
        assertRefused(http.send("GET", "/api/verified"), 400, "parameter from of /api/verified is missing");
        assertRefused(
                http.send("POST", "/api/reload?table=public.prices", HEADERS),
                409,
                "table public.prices can't be loaded again: it is a history");
        assertRefused(
                http.send("POST", "/api/pause", HEADERS[0], HEADERS[1], "X-Adbpg-Sync-Job: billing"),
                409,
                "answers here, not job billing");
    }

    private static void assertRefused(Http.Answer answer, int status, String why) {
        assertThat(answer.body()).contains(why).hasLineCount(1);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    }

    @Test
    void pausesByCommandLoseAndDoubleNothing() throws Exception {
        // given
        TargetReader reader = new TargetReader(target, MixedTraffic.VIOLATIONS);
        MixedTraffic traffic = new MixedTraffic(source, new Random(1), () -> job.backlog() < 16_000_000);

        // when
        for (int i = 0; i < 5; i++) {
            assertThat(post("/api/pause")).startsWith("the job is paused");
            assertThat(status()).containsEntry("state", "paused").containsEntry("reason", "paused by command");
            assertThat(post("/api/pause")).startsWith("the job does not run already: paused");
            assertThat(post("/api/resume")).startsWith("the job goes on: ");
            assertThat(post("/api/resume")).startsWith("the job is not paused: ");
            int before = traffic.transactions();
            job.awaitThat("more traffic", () -> traffic.transactions() > before + 10);
        }
        traffic.stop();
        job.awaitInStep();

        // then
        assertThat(reader.stop()).as("what readers of the target saw").containsOnly("");
        for (String query : MixedTraffic.ALL_ROWS) {
            assertThat(target.rows(query)).as(query).isEqualTo(source.rows(query));
        }
    }

    @Test
    void pauseLastsWhileEditedRoutesAreTakenOver() throws Exception {
        // given
        post("/api/pause");
        int before = occurrences("the route files were taken over");

        // when
        Files.writeString(folder.resolve("routes/tables.camel.yaml"), "# edited\n", StandardOpenOption.APPEND);
        job.awaitThat("the files are taken over", () -> occurrences("the route files were taken over") > before);

        // then
        assertThat(status()).containsEntry("state", "paused").containsEntry("reason", "paused by command");
        assertDenied(http.send("POST", "/api/resume", HEADERS[0]), "does not show the token");
        assertThat(post("/api/resume")).startsWith("the job goes on: ");
        awaitState("syncing");
    }

    private static int occurrences(String line) {
        return job.output().split(line, -1).length;
    }

    @Test
    void commandsShowTheTokenAndTellWhatTheJobDoes() throws Exception {
        // given
        awaitState("syncing");

        // when
        Program.Result paused = program("pause");
        Program.Result whilePaused = program("status");
        Program.Result reload = program("reload", "public.items");
        Program.Result resumed = program("resume");
        Program.Result json = program("status", "--json");

        // then
        assertThat(paused.out()).isEqualTo("the job is paused; the source keeps its changes until it is resumed\n");
        assertThat(whilePaused.exitStatus()).isZero();
        assertThat(whilePaused.out())
                .contains("state     paused since ", "reason    paused by command", "public.items", "TABLE");
        assertThat(reload.exitStatus()).isEqualTo(1);
        assertThat(reload.err())
                .isEqualTo("adbpg-sync: table public.items can't be loaded again now, the job is paused: paused by"
                        + " command; ask again when it goes on\n");
        assertThat(resumed.out()).startsWith("the job goes on: ");
        assertThat(((JsonObject) Jsoner.deserialize(json.out())).getString("state"))
                .isIn("syncing", "prechecking");
    }

    @Test
    void jobWithoutItsTargetWaitsAndSaysWhy() throws Exception {
        // given
        awaitState("syncing");

        // when
        targetServer.stop(Stop.FAST);
        try {
            awaitState("waiting");
            Program.Result result = program("status");

            // then
            assertThat(result.exitStatus()).isEqualTo(1);
            assertThat(result.out())
                    .contains(
                            "state     waiting since ",
                            "reason    ",
                            "target 127.0.0.1:" + target.port(),
                            "last errors")
                    .as("it may be paused meanwhile")
                    .doesNotContain("Exception");
            assertThat(post("/api/pause")).startsWith("the job is paused");
            assertThat(post("/api/resume")).startsWith("the job goes on: waiting: ");
        } finally {
            targetServer.startAgain();
        }
        awaitState("syncing");
        assertThat((JsonArray) status().get("errors"))
                .first(InstanceOfAssertFactories.MAP)
                .containsEntry("place", "job")
                .containsOnlyKeys("time", "place", "message", "messages");
    }

    @Test
    void clientOfJmxSeesTheJobAndActsOnIt() throws Exception {
        // given
        awaitState("syncing");
        try (JMXConnector connector = ManagedBeans.connect(job.pid())) {
            MBeanServerConnection beans = connector.getMBeanServerConnection();
            ObjectName name = beans.queryNames(new ObjectName("io.adbpg.sync:type=Job,*"), null)
                    .iterator()
                    .next();

            // when
            Set<String> attributes = new TreeSet<>();
            for (var attribute : beans.getMBeanInfo(name).getAttributes()) {
                beans.getAttribute(name, attribute.getName());
                attributes.add(attribute.getName());
            }
            Object paused = beans.invoke(name, "pause", new Object[0], new String[0]);
            Object reason = beans.getAttribute(name, "Reason");
            beans.invoke(name, "resume", new Object[0], new String[0]);

            // then
            assertThat(attributes)
                    .containsExactly(
                            "ChangesPerSecond",
                            "DelayBytes",
                            "DelayMillis",
                            "Errors",
                            "HeldWalBytes",
                            "Position",
                            "Quarantined",
                            "Reason",
                            "RefusedRoutes",
                            "Since",
                            "State",
                            "Tables",
                            "Verified");
            assertThat(operations(beans.getMBeanInfo(name)))
                    .containsExactlyInAnyOrder(
                            "pause()",
                            "resume()",
                            "reload(tables)",
                            "verify(tables, repairs)",
                            "precheck()",
                            "quarantine(table, after)",
                            "replay(changes)",
                            "discard(changes)");
            assertThat(beans.invoke(name, "precheck", new Object[0], new String[0]))
                    .asString()
                    .contains("\"items\"");
            assertThat(beans.invoke(
                            name, "quarantine", new Object[] {"", 0L}, new String[] {"java.lang.String", "long"}))
                    .isEqualTo("");
            assertThat(paused).asString().startsWith("the job is paused");
            assertThat(reason).isEqualTo("paused by command");
            assertThat(refusal(beans, name))
                    .isEqualTo("table public.prices can't be loaded again: it is a history, which"
                            + " the source no longer has");
        }
    }

    private static List<String> operations(MBeanInfo job) {
        List<String> operations = new ArrayList<>();
        for (MBeanOperationInfo operation : job.getOperations()) {
            assertThat(operation.getDescription()).isNotBlank();
            operations.add(Arrays.stream(operation.getSignature())
                    .map(MBeanParameterInfo::getName)
                    .collect(Collectors.joining(", ", operation.getName() + "(", ")")));
        }
        return operations;
    }

    private static String refusal(MBeanServerConnection beans, ObjectName name) throws Exception {
        awaitState("syncing");
        try {
            beans.invoke(name, "reload", new Object[] {"public.prices"}, new String[] {"java.lang.String"});
            return "";
        } catch (JMException e) {
            return e.getCause().getMessage();
        }
    }
}
