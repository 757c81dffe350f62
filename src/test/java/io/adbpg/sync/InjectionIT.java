package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.quarantine.Quarantine;
import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;

/**
 * Names, values and expressions that look like statements are never run, whatever is done with their table; not even where a
 * database lets a backslash escape a quote. See also scenario {@code names-hostile}.
 */
@ParameterizedClass(name = "by {0}")
@PublishedCaptures
class InjectionIT {
    private static final String STATEMENT = "\"'); DROP TABLE canary CASCADE; --";
    private static final TableName FROM = new TableName("from" + STATEMENT, "table" + STATEMENT);
    private static final TableName TO = new TableName("to" + STATEMENT, "table" + STATEMENT);
    private static final String COLUMN = TableName.quote("column" + STATEMENT);

    @Parameter
    private Capture capture;

    @TempDir
    private Path folder;

    private String user;
    private TestDatabase source;
    private TestDatabase target;

    @BeforeEach
    void makeTables() {
        // With Debezium, a name with a quote is refused.
        String quoted = capture == Capture.DEBEZIUM ? STATEMENT.replace("'", "") : STATEMENT;
        user = RunningJob.newName() + quoted;
        source = TestServers.newSource();
        target = TestServers.newTarget();
        for (TestDatabase database : List.of(source, target)) {
            database.run(
                    "CREATE TABLE canary AS SELECT 1 AS id; CREATE ROLE " + TableName.quote(user) + " LOGIN SUPERUSER");
            database.run("ALTER DATABASE " + database.name() + " SET standard_conforming_strings TO off");
        }
        source.run("CREATE SCHEMA " + TableName.quote(FROM.schema()) + "; CREATE TABLE " + FROM.toSql() + " (id int"
                + " CONSTRAINT " + TableName.quote("key" + STATEMENT) + " PRIMARY KEY, " + COLUMN + " text)");
        source.run("INSERT INTO " + FROM.toSql() + " VALUES (1, " + literal(STATEMENT) + "), (2, '')");
    }

    private RunningJob launch(String where) throws Exception {
        Path tables = folder.resolve("tables.camel.yaml");
        Files.writeString(
                tables,
                """
                - templatedRoute:
                    routeId: all
                    routeTemplateRef: table
                    parameters:
                      - { name: source, value: %s }
                      - { name: target, value: %s }
                      - { name: where, value: %s }
                """
                        .formatted(yaml(FROM.toString()), yaml(TO.toString()), yaml(where)));
        Map<String, String> settings = new HashMap<>(Map.of(
                "source.capture",
                capture.word(),
                "source.user",
                user,
                "target.user",
                user,
                "sync.initial-load",
                "copy",
                "sync.create-tables",
                "true",
                "sync.schema-changes",
                "add-columns",
                "sync.on-error",
                "quarantine"));
        return RunningJob.launch(tables.toString(), source, target, settings);
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String yaml(String text) {
        return literal(text);
    }

    private void awaitSameRows(RunningJob job) {
        job.awaitSameRows(
                "SELECT * FROM " + FROM.toSql() + " ORDER BY id", "SELECT * FROM " + TO.toSql() + " ORDER BY id");
    }

    private void assertCanariesLive() {
        assertThat(source.rows("SELECT * FROM canary")).containsExactly("1");
        assertThat(target.rows("SELECT * FROM canary")).containsExactly("1");
    }

    @Test
    void statementsInNamesAndValuesAreNeverRun() throws Exception {
        // If backslashes escaped quotes, what follows the first text would be a statement
        try (RunningJob job = launch(COLUMN + " <> '\\' || ' ); DROP TABLE canary CASCADE; --'")) {
            // load, stream, added column
            job.awaitState(JobState.SYNCING);
            source.run("INSERT INTO " + FROM.toSql() + " VALUES (3, " + literal("\\" + STATEMENT) + "), (4, '\\\\.')");
            source.run("ALTER TABLE " + FROM.toSql() + " ADD " + TableName.quote("added" + STATEMENT) + " text DEFAULT "
                    + literal(STATEMENT));
            source.run("UPDATE " + FROM.toSql() + " SET " + COLUMN + " = " + COLUMN + " || 'x' WHERE id IN (1, 4);"
                    + "DELETE FROM " + FROM.toSql() + " WHERE id = 2");
            job.awaitInStep();
            awaitSameRows(job);

            // repair
            target.run("DELETE FROM " + TO.toSql() + " WHERE id = 1; UPDATE " + TO.toSql() + " SET " + COLUMN + " = '"
                    + "' WHERE id = 3");
            job.verify(FROM.toString(), true);
            awaitSameRows(job);

            // quarantine
            Quarantine quarantine = job.quarantine();
            String check = TableName.quote("check" + STATEMENT);
            target.run("ALTER TABLE " + TO.toSql() + " ADD CONSTRAINT " + check + " CHECK (id <> 13)");
            source.run("INSERT INTO " + FROM.toSql() + " VALUES (13, " + literal(STATEMENT) + ")");
            await().atMost(Duration.ofSeconds(60)).until(() -> quarantine.size() == 1);
            assertThat(quarantine.list(FROM.toString(), 0)).contains("check");
            target.run("ALTER TABLE " + TO.toSql() + " DROP CONSTRAINT " + check);
            assertThat(quarantine.replay(FROM.toString())).hasToString("replayed 1 of 1 changes");
            awaitSameRows(job);

            // load again
            target.run("DELETE FROM " + TO.toSql());
            job.job().control().reload(FROM.toString());
            awaitSameRows(job);

            // operators' input
            for (String given : List.of("x; DROP TABLE canary", "a.b'); DROP TABLE canary; --", STATEMENT)) {
                assertThatThrownBy(() -> job.job().control().reload(given)).isInstanceOf(Refusal.class);
                assertThatThrownBy(() -> quarantine.discard(given)).isInstanceOf(Refusal.class);
            }
            assertThat(job.job().control().precheck()).doesNotContain("\"failed\"");
        }
        assertCanariesLive();
    }
}
