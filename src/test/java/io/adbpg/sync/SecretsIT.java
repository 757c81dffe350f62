package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RestartableServer;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.StoppableServer;
import io.adbpg.sync.support.TestDatabase;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;

/** No password appears in anything that a job shows. */
@ParameterizedClass(name = "by {0}")
@PublishedCaptures
class SecretsIT {
    private static final String SECRET = "s3cr&t/of=the%server";
    private static final List<String> WRITTEN =
            List.of(SECRET, URLEncoder.encode(SECRET, StandardCharsets.UTF_8), SECRET.replace("&", "&amp;"));

    @Parameter
    private Capture capture;

    @TempDir
    private Path folder;

    private RestartableServer server;
    private TestDatabase database;

    @BeforeEach
    void startServer() throws Exception {
        server = RestartableServer.start(Map.of("synchronous_commit", "on"));
        database = server.database("source");
        database.run("CREATE ROLE keeper SUPERUSER LOGIN PASSWORD '" + SECRET + "';"
                + " CREATE SCHEMA ods; CREATE TABLE items (id int PRIMARY KEY); CREATE TABLE ods.items (id int PRIMARY KEY);"
                + " INSERT INTO items VALUES (1)");
        server.requirePassword("keeper");
    }

    @AfterEach
    void stopServer() throws Exception {
        server.close();
    }

    private Map<String, String> settings(String password) {
        Map<String, String> settings = new HashMap<>(Map.of("source.capture", capture.word()));
        settings.put("sync.initial-load", "copy");
        for (String end : List.of("source.", "target.")) {
            settings.put(end + "user", "keeper");
            settings.put(end + "password", password);
        }
        return settings;
    }

    private static String routes() {
        return MixedTraffic.route("items")
                .replace("name: target, value: public.items", "name: target, value: ods.items");
    }

    private static void assertNoSecret(String what, String text) {
        for (String written : WRITTEN) {
            assertThat(text.contains(written))
                    .as(what + " has the password in it")
                    .isFalse();
        }
    }

    @Test
    void logProcessListAndAnswersHaveNone() throws Exception {
        // given
        Map<String, String> settings = settings(SECRET);
        settings.put("camel.management.enabled", "true");
        settings.put("camel.management.port", "0");
        try (JobProcess job = JobProcess.in(
                folder, routes(), database, database, settings, "-Dlog.level=DEBUG", "-Dlog.engine=INFO")) {
            // when
            job.start();
            job.awaitThat("the row is loaded", () -> !database.rows("SELECT 1 FROM ods.items")
                    .isEmpty());
            database.run("INSERT INTO items VALUES (2)");
            job.awaitInStep();
            String status = job.http().send("GET", "/api/status").body();
            JsonObject listens = (JsonObject) ((JsonObject) Jsoner.deserialize(status)).get("listens");
            String observed = listens.getString("management") + "/observe/";
            String answers = status + get(observed + "health") + get(observed + "metrics");
            String arguments = String.join(
                    " ",
                    ProcessHandle.of(job.pid())
                            .flatMap(process -> process.info().arguments())
                            .orElseThrow());
            server.stop(StoppableServer.Stop.IMMEDIATE);
            job.awaitThat("the job waits", () -> job.output().contains("waiting"));
            server.startAgain();
            job.awaitInStep();

            // then
            assertThat(answers).contains("syncing", "adbpg_sync_state");
            assertNoSecret("an answer by HTTP", answers);
            assertNoSecret("the process list", arguments);
            assertThat(job.output()).contains("DEBUG");
            assertNoSecret("the log", job.output());
        }
    }

    @Test
    void managedObjectsAndRefusalsHaveNone() throws Exception {
        // given
        Path tables = Files.writeString(folder.resolve("tables.camel.yaml"), routes());
        Map<String, String> settings = settings(SECRET);
        settings.put("camel.main.jmx-management-m-beans-level", "Default");

        // when
        try (RunningJob job = RunningJob.start(tables.toString(), database, database, settings)) {
            job.awaitInStep();

            // then
            String managed = managedObjects();
            assertThat(managed).contains("io.adbpg.sync:type=Job", "org.apache.camel:", "type=processors");
            assertNoSecret("a managed object", managed);
            String consoles = consoles(job.context());
            assertThat(consoles).contains("capture");
            assertNoSecret("a console of Camel's", consoles);
        }

        // when
        String wrong = SECRET + "-wrong";
        try (RunningJob job = RunningJob.launch(tables.toString(), database, database, settings(wrong))) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> job.job().status().view().state() == JobState.FAILED);

            // then
            assertThat(job.awaitRefusal()).contains("check target.user and target.password");
            assertNoSecret("the refusal", job.awaitRefusal());
        }
    }

    private static String get(String address) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address)).build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                .body();
    }

    /** Every attribute of every managed object of this JVM, as text. */
    private static String managedObjects() {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        StringBuilder all = new StringBuilder();
        for (ObjectName name : beans.queryNames(null, null)) {
            all.append(name).append('\n');
            try {
                for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
                    all.append(attribute.getName())
                            .append('=')
                            .append(value(beans, name, attribute))
                            .append('\n');
                }
            } catch (JMException e) {
                // It was unregistered meanwhile.
                all.append(e).append('\n');
            }
        }
        return all.toString();
    }

    /** Everything that Camel's own command can see: every console, as text and as JSON. */
    private static String consoles(CamelContext context) {
        DevConsoleRegistry registry = DevConsoleRegistry.get(context);
        registry.loadDevConsoles(true);
        StringBuilder all = new StringBuilder();
        registry.stream().forEach(console -> Arrays.stream(DevConsole.MediaType.values())
                .filter(console::supportMediaType)
                .forEach(type -> all.append(console.getId())
                        .append('\n')
                        .append(console.call(type))
                        .append('\n')));
        return all.toString();
    }

    private static String value(MBeanServer beans, ObjectName name, MBeanAttributeInfo attribute) {
        try {
            Object value = beans.getAttribute(name, attribute.getName());
            return value instanceof Object[] values ? Arrays.deepToString(values) : String.valueOf(value);
        } catch (JMException | RuntimeException e) {
            // Some have none to show.
            return String.valueOf(e);
        }
    }
}
