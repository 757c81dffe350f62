package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.job.Job;
import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RestartableServer;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestAuthority;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that accept only encrypted connections, with certificates of an authority that no machine trusts. */
class TlsIT {
    private static final String ROUTES =
            """
            - templatedRoute:
                routeId: orders
                routeTemplateRef: table
                parameters:
                  - { name: source, value: app.orders }
                  - { name: target, value: ods.orders }
            """;

    /** An account that has to show a certificate. */
    private static final String CERTIFIED = "sync_tls";

    /** The names in the certificates that the job has shown: each once. */
    private static final String SHOWN =
            """
            SELECT DISTINCT s.client_dn FROM pg_stat_activity a JOIN pg_stat_ssl s USING (pid)
             WHERE a.usename = 'sync_tls'
            """;

    /** Whether the job's connections are encrypted: each answer once. */
    private static final String CONNECTIONS =
            """
            SELECT DISTINCT s.ssl FROM pg_stat_activity a JOIN pg_stat_ssl s USING (pid)
             WHERE a.client_addr IS NOT NULL AND a.pid <> pg_backend_pid()
            """;

    @TempDir
    private static Path folder;

    private static TestAuthority authority;
    private static TestAuthority stranger;
    private static RestartableServer source;
    private static RestartableServer target;

    @TempDir
    private Path job;

    @BeforeAll
    static void startServers() throws Exception {
        authority = new TestAuthority(Files.createDirectory(folder.resolve("authority")));
        stranger = new TestAuthority(Files.createDirectory(folder.resolve("stranger")));
        authority.issue("good", "ip:127.0.0.1,ip:::1");
        authority.issue("elsewhere", "dns:db.example.com");
        authority.issue("expired", "ip:127.0.0.1", "-startdate", "-10d", "-validity", "5");
        serve("good");
        authority.issue(CERTIFIED, "dns:job.example.com");
        authority.encrypt(CERTIFIED, "geheim");
        authority.issue("other", "dns:other.example.com", "-validity", "20");
        stranger.issue(CERTIFIED, "dns:job.example.com");
        source = start("source");
        target = start("good");
        for (RestartableServer server : List.of(source, target)) {
            server.requireTls();
            server.requireCertificate(CERTIFIED);
            server.database("server").run("CREATE ROLE " + CERTIFIED + " LOGIN SUPERUSER");
        }
        source.database("source").run("CREATE SCHEMA app");
        target.database("target").run("CREATE SCHEMA ods");
    }

    private static RestartableServer start(String certificate) throws Exception {
        return RestartableServer.start(Map.of(
                "ssl",
                "on",
                "ssl_cert_file",
                authority.file(certificate + ".crt").toString(),
                "ssl_key_file",
                authority.file(certificate + ".key").toString(),
                "listen_addresses",
                "127.0.0.1," + loopback(),
                "ssl_ca_file",
                authority.certificate().toString(),
                "synchronous_commit",
                "on"));
    }

    /** Puts a certificate where the source expects its own. */
    private static void serve(String certificate) throws IOException {
        for (String kind : List.of(".crt", ".key")) {
            Files.copy(
                    authority.file(certificate + kind),
                    authority.file("source" + kind),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    @AfterAll
    static void stopServers() throws Exception {
        source.close();
        target.close();
    }

    private static Map<String, String> verifyFull() {
        Map<String, String> settings = new HashMap<>();
        for (String role : List.of("source", "target")) {
            settings.put(role + ".ssl-mode", "verify-full");
            settings.put(role + ".ssl-root-cert", authority.certificate().toString());
        }
        settings.put("sync.initial-load", "copy");
        return settings;
    }

    private String routes() throws Exception {
        return Files.writeString(job.resolve("tables.camel.yaml"), ROUTES).toString();
    }

    private String refusal(TestDatabase from, Map<String, String> settings) throws Exception {
        try (RunningJob running = RunningJob.launch(routes(), from, target.database("target"), settings)) {
            return running.awaitRefusal();
        }
    }

    @ParameterizedTest
    @PublishedCaptures
    void everyConnectionOfAJobIsEncryptedAndVerified(Capture capture) throws Exception {
        // given
        TestDatabase from = source.database("source");
        TestDatabase to = target.database("target");
        from.run("DROP TABLE IF EXISTS app.orders; CREATE TABLE app.orders (id int PRIMARY KEY, note text);"
                + "INSERT INTO app.orders SELECT n, 'loaded' FROM generate_series(1, 100) n");
        to.run("DROP TABLE IF EXISTS ods.orders; CREATE TABLE ods.orders (id int PRIMARY KEY, note text)");
        Map<String, String> settings = verifyFull();
        settings.put("source.capture", capture.word());

        // when
        try (RunningJob running = RunningJob.start(routes(), from, to, settings)) {
            from.run("INSERT INTO app.orders VALUES (101, 'streamed')");
            running.awaitInStep();

            // then
            assertThat(running.verify("", false)).containsExactly("app.orders: 101 rows, equal");
            assertThat(from.rows(CONNECTIONS)).hasSize(1).allMatch(row -> row.toString()
                    .contains("t"));
            assertThat(to.rows(CONNECTIONS)).hasSize(1).allMatch(row -> row.toString()
                    .contains("t"));
            from.run("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active");
            from.run("DELETE FROM app.orders WHERE id = 1");
            running.awaitSameRows("SELECT id FROM app.orders ORDER BY 1", "SELECT id FROM ods.orders ORDER BY 1");
        }
        from.run("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE NOT active");
    }

    private static Map<String, String> certified() {
        Map<String, String> settings = verifyFull();
        for (String role : List.of("source", "target")) {
            settings.put(role + ".user", CERTIFIED);
            settings.put(role + ".ssl-cert", authority.file(CERTIFIED + ".crt").toString());
            settings.put(role + ".ssl-key", authority.file(CERTIFIED + ".key").toString());
        }
        settings.put(
                "target.ssl-key", authority.file(CERTIFIED + ".encrypted.key").toString());
        settings.put("target.ssl-password", "geheim");
        return settings;
    }

    @ParameterizedTest
    @PublishedCaptures
    void everyConnectionOfAJobShowsItsCertificate(Capture capture) throws Exception {
        // given
        TestDatabase from = source.database("source").at(loopback());
        TestDatabase to = target.database("target");
        from.run("DROP TABLE IF EXISTS app.orders; CREATE TABLE app.orders (id int PRIMARY KEY, note text);"
                + "INSERT INTO app.orders VALUES (1, 'loaded')");
        to.run("DROP TABLE IF EXISTS ods.orders; CREATE TABLE ods.orders (id int PRIMARY KEY, note text)");
        Map<String, String> settings = certified();
        settings.put("source.capture", capture.word());

        // when
        try (RunningJob running = RunningJob.start(routes(), from, to, settings)) {
            from.run("INSERT INTO app.orders VALUES (2, 'streamed')");
            running.awaitInStep();

            // then
            assertThat(to.rows("SELECT note FROM ods.orders ORDER BY id")).containsExactly("loaded", "streamed");
            assertThat(from.rows(SHOWN)).containsExactly("/CN=" + CERTIFIED);
            assertThat(to.rows(SHOWN)).containsExactly("/CN=" + CERTIFIED);
        }
        from.run("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE NOT active");
    }

    /** That of IPv6, where the machine has it. */
    private static String loopback() {
        byte[] address = new byte[16];
        address[15] = 1;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(address))) {
            return socket.isBound() ? "::1" : "127.0.0.1";
        } catch (IOException e) {
            return "127.0.0.1";
        }
    }

    @Test
    void certificateThatEndsSoonIsWarnedOf() throws Exception {
        // given
        Map<String, String> settings =
                RunningJob.settings(RunningJob.newName(), source.database("source"), target.database("target"));
        settings.putAll(certified());
        settings.put("source.user", "postgres");
        settings.put("source.ssl-cert", authority.file("other.crt").toString());
        settings.put("source.ssl-key", authority.file("other.key").toString());

        // when
        try (Job running = RunningJob.onlyChecked(routes(), settings)) {
            // then
            assertThat(running.precheck().run().findings())
                    .filteredOn(finding -> finding.check().equals("client certificate"))
                    .extracting(finding -> finding.result() + " " + finding.found())
                    .satisfiesExactlyInAnyOrder(
                            found -> assertThat(found)
                                    .startsWith("WARNING CN=other, valid until 20")
                                    .endsWith("Z: then the server lets the job in no more"),
                            found -> assertThat(found).startsWith("PASSED CN=sync_tls, valid until 20"));
        }
    }

    @Test
    void certificateThatTheServerWantsOtherwiseIsTold() throws Exception {
        // given
        TestDatabase from = source.database("source");
        Map<String, String> without = certified();
        without.keySet().removeIf(key -> key.startsWith("source.ssl-cert") || key.startsWith("source.ssl-key"));
        Map<String, String> ofAnother = certified();
        ofAnother.put("source.ssl-cert", authority.file("other.crt").toString());
        ofAnother.put("source.ssl-key", authority.file("other.key").toString());
        Map<String, String> ofAStranger = certified();
        String unknown = stranger.file(CERTIFIED + ".crt").toString();
        ofAStranger.put("source.ssl-cert", unknown);
        ofAStranger.put("source.ssl-key", stranger.file(CERTIFIED + ".key").toString());

        // then
        assertThat(refusal(from, without))
                .contains("valid client certificate")
                .endsWith("; set source.ssl-cert and source.ssl-key");
        assertThat(refusal(from, ofAnother))
                .contains("certificate authentication failed for user \"sync_tls\"")
                .endsWith(
                        "the certificate in source.ssl-cert must be made for this user (its CN), or pg_ident.conf there"
                                + " must map it");
        assertThat(refusal(from, ofAStranger))
                .contains("the server does not accept the certificate in " + unknown)
                .endsWith("set source.ssl-cert to one that is valid and comes from an authority in the server's"
                        + " ssl_ca_file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    elsewhere | its certificate does not name 127.0.0.1: set source.host to a name that it has
                    expired   | has expired: have a new one made and installed on the server
                    """)
    void serverWithAWrongCertificateIsRefused(String certificate, String says) throws Exception {
        // given
        try {
            serve(certificate);
            source.reload();

            // then
            assertThat(refusal(source.database("source"), verifyFull()))
                    .startsWith("cannot encrypt the connection to source 127.0.0.1:")
                    .contains(says)
                    .hasLineCount(1);
        } finally {
            serve("good");
            source.reload();
        }
    }

    @Test
    void serverOfAnotherAuthorityIsRefused() throws Exception {
        // given
        Map<String, String> settings = verifyFull();
        settings.put("target.ssl-root-cert", stranger.certificate().toString());

        // then
        assertThat(refusal(source.database("source"), settings))
                .startsWith("cannot encrypt the connection to target 127.0.0.1:")
                .endsWith("its certificate is not from an authority in " + stranger.certificate()
                        + ": set target.ssl-root-cert to the file of the authority that made it");
    }

    @Test
    void serverWithoutTlsIsRefusedWhereItIsRequired() throws Exception {
        // given
        TestDatabase plain = TestServers.newSource();
        Map<String, String> settings = verifyFull();
        settings.put("source.ssl-mode", "require");
        settings.put("source.ssl-root-cert", "");

        // then
        try {
            assertThat(refusal(plain, settings))
                    .startsWith("cannot encrypt the connection to source 127.0.0.1:")
                    .contains("the server has no TLS, which source.ssl-mode=require asks for: set ssl=on");
        } finally {
            plain.drop();
        }
    }

    @Test
    void unencryptedJobIsToldWhichSettingTheServerMinds() throws Exception {
        // given
        Map<String, String> settings = verifyFull();
        settings.put("source.ssl-mode", "disable");
        settings.put("source.ssl-root-cert", "");

        // then
        assertThat(refusal(source.database("source"), settings))
                .contains("no encryption")
                .endsWith("; check source.ssl-mode");
    }

    @Test
    void authoritysCertificateThatIsNowhereIsAskedFor() throws Exception {
        // given
        Map<String, String> settings = verifyFull();
        settings.put("target.ssl-root-cert", "");
        String home = System.setProperty("user.home", job.toString());

        // then
        try {
            assertThat(refusal(source.database("source"), settings))
                    .startsWith("cannot encrypt the connection to target 127.0.0.1:")
                    .endsWith("target.ssl-mode=verify-full needs the authority's certificate, and "
                            + job.resolve(".postgresql/root.crt")
                            + " can't be read: set target.ssl-root-cert to its file");
        } finally {
            System.setProperty("user.home", home);
        }
    }
}
