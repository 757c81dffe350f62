package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.Accounts;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** Whatever settings the job's accounts and databases carry, the job goes on as without them. */
class SessionSettingsIT {
    private static final String ROWS = "SELECT * FROM %s.notes ORDER BY id";

    /** What an account has no use for, and the job is not to be stopped by. */
    private static final String[] SETTINGS = {
        "statement_timeout = '300ms'",
        "lock_timeout = '300ms'",
        "idle_session_timeout = '1s'",
        "idle_in_transaction_session_timeout = '1s'",
        "default_transaction_read_only = on",
        "default_transaction_isolation = 'serializable'",
        "row_security = on",
        "standard_conforming_strings = off",
        "quote_all_identifiers = on",
        "search_path = hostile, pg_catalog",
    };

    private static final String SLOW =
            """
            CREATE FUNCTION ods.sleep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(1); RETURN NEW; END';
            CREATE TRIGGER sleep BEFORE INSERT ON ods.notes FOR EACH ROW WHEN (NEW.id = 5) EXECUTE PROCEDURE ods.sleep()
            """;

    @ParameterizedTest
    @PublishedCaptures
    void doNotDisturbTheJob(Capture capture, @TempDir Path folder) throws Exception {
        // given
        String table = "TABLE %s.notes (id int PRIMARY KEY, body text, class regclass)";
        Accounts accounts = Accounts.create(
                "CREATE " + String.format(table, "app")
                        + "; INSERT INTO app.notes SELECT n, 'note ' || n, 'pg_type' FROM generate_series(1, 10) AS n",
                "CREATE SCHEMA ods; CREATE " + String.format(table, "ods") + "; " + SLOW);
        setUp(accounts.source(), "source", accounts.job(), accounts.inSource("sync_source"));
        setUp(accounts.target(), "target", accounts.job(), accounts.inTarget("sync_target"));
        Path tables = Files.writeString(
                folder.resolve("tables.camel.yaml"),
                """
                - templatedRoute:
                    routeId: notes
                    routeTemplateRef: table
                    parameters:
                      - { name: source, value: app.notes }
                      - { name: target, value: ods.notes }
                      - { name: where, value: "body <> 'a\\\\'" }
                """);
        Map<String, String> settings = new HashMap<>(accounts.settings());
        settings.put("sync.initial-load", "copy");
        settings.put("source.capture", capture.word());
        try (RunningJob job = RunningJob.start(tables.toString(), accounts.source(), accounts.target(), settings)) {
            // when
            accounts.source()
                    .run(
                            "UPDATE app.notes SET body = 'new', class = 'pg_class' WHERE id = 5; DELETE FROM app.notes WHERE id = 1");
            job.awaitUndisturbed();
            awaitIdleFor2Seconds(accounts.target());
            accounts.source().run("INSERT INTO app.notes VALUES (11, 'late', 'pg_class')");
            job.awaitUndisturbed();

            // then
            assertThat(accounts.target().rows(String.format(ROWS, "ods").replace("*", "id, body")))
                    .isEqualTo(accounts.source().rows(String.format(ROWS, "app").replace("*", "id, body")));
            assertThat(job.verify("", false)).singleElement().asString().contains("equal");
        }
    }

    private static void setUp(TestDatabase database, String role, String job, String account) {
        String powerless = "powerless_" + role + "_" + job;
        database.run(
                "CREATE SCHEMA hostile; CREATE VIEW hostile.pg_class AS SELECT * FROM pg_catalog.pg_class WHERE false;"
                        + " CREATE VIEW hostile.pg_namespace AS SELECT * FROM pg_catalog.pg_namespace WHERE false;"
                        + " GRANT USAGE ON SCHEMA hostile TO PUBLIC; GRANT SELECT ON ALL TABLES IN SCHEMA hostile TO PUBLIC;"
                        + " CREATE ROLE " + powerless + "; GRANT " + powerless + " TO " + account + "; ALTER ROLE "
                        + account
                        + " SET role = " + powerless);
        for (String setting : SETTINGS) {
            database.run("ALTER ROLE " + account + " SET " + setting);
        }
    }

    /** Longer than the account lets a session be idle. */
    private static void awaitIdleFor2Seconds(TestDatabase target) {
        String begin = target.value("SELECT now()");
        await().pollDelay(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(30)).until(() -> target.value(
                        "SELECT now() > CAST('" + begin + "' AS timestamptz) + interval '2 s'")
                .equals("t"));
    }
}
