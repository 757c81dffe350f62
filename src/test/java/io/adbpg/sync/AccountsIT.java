package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.status.TableStatus;
import io.adbpg.sync.support.Accounts;
import io.adbpg.sync.support.Patience;
import io.adbpg.sync.support.Program;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.Refused;
import io.adbpg.sync.support.RunningJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The job works with accounts that have exactly the privileges that {@code src/docs/accounts} grants. */
class AccountsIT {
    private static final String SOURCE_TABLES = "CREATE TABLE app.notes (id int PRIMARY KEY, stars int, body text);"
            + " ALTER TABLE app.notes ALTER body SET STORAGE EXTERNAL";
    private static final String TARGET_TABLES =
            "CREATE SCHEMA ods; CREATE TABLE ods.notes (id int PRIMARY KEY, stars int, body text)";
    private static final String TABLES =
            """
            - templatedRoute:
                routeId: notes
                routeTemplateRef: table
                parameters:
                  - { name: source, value: app.notes }
                  - { name: target, value: ods.notes }
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @PublishedCaptures
    void documentedGrantsAreEnough(Capture capture) throws Exception {
        // given
        Accounts accounts = Accounts.create(SOURCE_TABLES, TARGET_TABLES);

        // when
        try (RunningJob job = start(accounts, capture)) {
            accounts.source()
                    .run(
                            "INSERT INTO app.notes SELECT n, 0, repeat(md5(n::text), 500) FROM generate_series(1, 9) AS n");
            job.awaitInStep();
            // The bodies are unchanged TOAST values, which are not sent: such rows go through staging.
            accounts.source().run("UPDATE app.notes SET stars = 5 WHERE id < 4");
            accounts.source().run("UPDATE app.notes SET id = 100 WHERE id = 4");
            accounts.source().run("DELETE FROM app.notes WHERE id = 5");
            job.awaitInStep();
        }
        assertSameRows(accounts);
        try (RunningJob again = start(accounts, capture)) {
            accounts.source().run("TRUNCATE app.notes; INSERT INTO app.notes VALUES (1, 1, 'new'), (2, 2, 'new')");
            again.awaitInStep();
        }

        // then
        assertSameRows(accounts);
    }

    @ParameterizedTest
    @PublishedCaptures
    void tablesThatTheAccountCantPublishWaitAlone(Capture capture) throws Exception {
        // given
        Accounts accounts = Accounts.create(
                SOURCE_TABLES, TARGET_TABLES + "; CREATE TABLE ods.a (id int); CREATE TABLE ods.b (id int)");
        TableName a = TableName.parse("app.a");
        TableName b = TableName.parse("app.b");
        String entries = TABLES.replace("app.notes", "app.*").replace("ods.notes", "ods.*");

        try (RunningJob job = start(accounts, capture, entries)) {
            // when
            accounts.runOnSource("CREATE TABLE app.a (id int); INSERT INTO app.a VALUES (1); CREATE ROLE app_owner_b;"
                    + "CREATE TABLE app.b (id int); ALTER TABLE app.b OWNER TO app_owner_b");
            Patience patience = new Patience(
                    () -> job.job().status().tables().toString(),
                    () -> job.job().status().describe().toString(),
                    () -> {});
            patience.until(
                    "both tables wait",
                    () -> job.job().status().tables().keySet().containsAll(List.of(a, b)));
            accounts.source().run("INSERT INTO app.notes VALUES (1, 0, '')");
            job.awaitUndisturbed();

            // then
            assertThat(job.job().status().tables().get(a).toString())
                    .isEqualTo(accounts.inSource(
                            "waiting: source account sync_source does not own table app.a, so it can't"
                                    + " publish it: run ALTER TABLE app.a OWNER TO sync_source"));
            assertThat(job.job().status().tables().get(b).toString())
                    .isEqualTo(accounts.inSource(
                            "waiting: source account sync_source does not own table app.b, so it can't"
                                    + " publish it: run GRANT app_owner_b TO sync_source, which makes it a member of the owner, or"
                                    + " ALTER TABLE app.b OWNER TO sync_source"));
        }

        // when
        accounts.runOnSource("ALTER TABLE app.a OWNER TO app_owner");
        try (RunningJob job = start(accounts, capture, entries)) {
            // then
            job.awaitSameRows("SELECT id FROM app.a", "SELECT id FROM ods.a");
            assertThat(job.job().status().tables().get(b).state()).isEqualTo(TableStatus.State.WAITING);
        }
        assertSameRows(accounts);
    }

    @Test
    void privilegeThatIsTakenAwayMeanwhileIsAwaited() throws Exception {
        // given
        Accounts accounts = Accounts.create(SOURCE_TABLES, TARGET_TABLES);
        try (RunningJob job = start(accounts, Capture.PGOUTPUT)) {
            // when
            accounts.runOnTarget("REVOKE INSERT ON ods.notes FROM sync_target");
            accounts.source().run("INSERT INTO app.notes VALUES (1, 1, 'new')");

            // then
            assertThat(job.awaitRefusal())
                    .containsPattern("permission denied for (table|relation) notes")
                    .contains("servers.md");

            // when
            accounts.runOnTarget("GRANT INSERT ON ods.notes TO sync_target");
            job.awaitInStep();
        }

        // then
        assertSameRows(accounts);
    }

    private static void assertSameRows(Accounts accounts) {
        assertThat(accounts.target().rows("SELECT * FROM ods.notes ORDER BY id"))
                .isNotEmpty()
                .isEqualTo(accounts.source().rows("SELECT * FROM app.notes ORDER BY id"));
    }

    @ParameterizedTest(name = "source: {0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            ALTER ROLE sync_source NOREPLICATION                      | lacks REPLICATION                       | ALTER ROLE sync_source REPLICATION
            REVOKE app_owner FROM sync_source; GRANT USAGE ON SCHEMA app TO sync_source | does not own table app.notes | GRANT app_owner TO sync_source
            REVOKE app_owner FROM sync_source                         | lacks USAGE on SCHEMA app               | GRANT USAGE ON SCHEMA app TO sync_source
            REVOKE CREATE ON DATABASE shop FROM sync_source           | lacks CREATE on DATABASE shop           | GRANT CREATE ON DATABASE shop TO sync_source
            REVOKE CONNECT ON DATABASE shop FROM sync_source          | permission denied for database          | src/docs/servers.md
            """)
    void missingPrivilegeOnTheSourceIsRefused(String revoke, String what, String remedy) throws Exception {
        // given
        Accounts accounts = Accounts.create(SOURCE_TABLES, TARGET_TABLES);
        accounts.runOnSource(revoke);

        // when
        Program.Result result = Program.in(folder, accounts.settings(), TABLES).run(List.of());

        // then
        checkRefused(result, accounts.inSource(what), accounts.inSource(remedy));
    }

    @ParameterizedTest(name = "target: {0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            REVOKE SELECT ON ods.notes FROM sync_target               | lacks SELECT on TABLE ods.notes         | GRANT SELECT ON TABLE ods.notes TO sync_target
            REVOKE INSERT ON ods.notes FROM sync_target               | lacks INSERT on TABLE ods.notes         | GRANT INSERT ON TABLE ods.notes TO sync_target
            REVOKE UPDATE ON ods.notes FROM sync_target               | lacks UPDATE on TABLE ods.notes         | GRANT UPDATE ON TABLE ods.notes TO sync_target
            REVOKE DELETE, TRUNCATE ON ods.notes FROM sync_target     | lacks DELETE, TRUNCATE on TABLE ods.notes | GRANT DELETE, TRUNCATE ON TABLE ods.notes TO sync_target
            REVOKE USAGE ON SCHEMA ods FROM sync_target               | lacks USAGE on SCHEMA ods               | GRANT USAGE ON SCHEMA ods TO sync_target
            REVOKE TEMPORARY ON DATABASE warehouse FROM sync_target   | lacks TEMPORARY on DATABASE warehouse   | GRANT TEMPORARY ON DATABASE warehouse TO sync_target
            DROP SCHEMA adbpg_sync                                    | lacks CREATE on DATABASE warehouse      | CREATE SCHEMA adbpg_sync
            REVOKE CREATE ON SCHEMA adbpg_sync FROM sync_target       | lacks CREATE on SCHEMA adbpg_sync       | GRANT CREATE ON SCHEMA adbpg_sync TO sync_target
            """)
    void missingPrivilegeOnTheTargetIsRefused(String revoke, String what, String remedy) throws Exception {
        // given
        Accounts accounts = Accounts.create(SOURCE_TABLES, TARGET_TABLES);
        accounts.runOnTarget(revoke);

        // when
        Program.Result result = Program.in(folder, accounts.settings(), TABLES).run(List.of());

        // then
        checkRefused(result, accounts.inTarget(what), accounts.inTarget(remedy));
    }

    private static void checkRefused(Program.Result result, String what, String remedy) {
        Refused.check(result, Refusal.FAILED, List.of(what, remedy), List.of(Accounts.PASSWORD));
    }

    private RunningJob start(Accounts accounts, Capture capture) throws Exception {
        return start(accounts, capture, TABLES);
    }

    private RunningJob start(Accounts accounts, Capture capture, String entries) throws Exception {
        Path tables = Files.writeString(folder.resolve("tables.camel.yaml"), entries);
        Map<String, String> settings = accounts.settings();
        settings.put("sync.initial-load", "copy");
        settings.put("source.capture", capture.word());
        return RunningJob.start(tables.toString(), accounts.source(), accounts.target(), settings);
    }
}
