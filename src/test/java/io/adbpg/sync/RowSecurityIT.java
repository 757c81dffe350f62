package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.Accounts;
import io.adbpg.sync.support.RunningJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that row-level security hides from the job's account are no reason to delete or to miss any. */
class RowSecurityIT {
    private static final String HIDE =
            "CREATE POLICY few ON %1$s USING (id < 5); ALTER TABLE %1$s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY";
    private static final String COUNT = "SELECT count(*) FROM ods.notes";

    @Test
    void neitherEndPassesOverThem(@TempDir Path folder) throws Exception {
        // given
        String table = "TABLE %s.notes (id int PRIMARY KEY, body text)";
        Accounts accounts = Accounts.create(
                "CREATE " + String.format(table, "app") + "; INSERT INTO app.notes SELECT generate_series(1, 10), ''",
                "CREATE SCHEMA ods; CREATE " + String.format(table, "ods"));
        Path tables = Files.writeString(
                folder.resolve("tables.camel.yaml"),
                """
                - templatedRoute:
                    routeId: notes
                    routeTemplateRef: table
                    parameters:
                      - { name: source, value: app.notes }
                      - { name: target, value: ods.notes }
                """);
        Map<String, String> settings = new HashMap<>(accounts.settings());
        settings.put("sync.initial-load", "copy");
        settings.put("source.capture", Capture.PGOUTPUT.word());
        try (RunningJob job = RunningJob.start(tables.toString(), accounts.source(), accounts.target(), settings)) {
            // when
            accounts.target().run(String.format(HIDE, "ods.notes"));
            accounts.source().run("DELETE FROM app.notes WHERE id = 10");

            // then
            assertThat(job.awaitRefusal("row-level security")).contains("BYPASSRLS");
            accounts.target().run("DROP POLICY few ON ods.notes; ALTER TABLE ods.notes DISABLE ROW LEVEL SECURITY");
            job.awaitInStep();
            assertThat(accounts.target().value(COUNT)).isEqualTo("9");

            // when
            accounts.source().run(String.format(HIDE, "app.notes"));

            // then
            assertThatThrownBy(() -> job.job().control().reload("app.notes"))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContainingAll("not loaded again", "row-level security", "BYPASSRLS");
            assertThat(job.verify("", false)).singleElement().asString().contains("failed", "row-level security");
            assertThat(job.verify("", true)).singleElement().asString().contains("failed", "row-level security");
        }

        // when
        accounts.target().run("UPDATE adbpg_sync.tables_" + accounts.job() + " SET phase = 'RELOAD'");
        try (RunningJob job = RunningJob.launch(tables.toString(), accounts.source(), accounts.target(), settings)) {

            // then
            job.awaitRefusal("row-level security");
        }
        assertThat(accounts.target().value(COUNT)).isEqualTo("9");
    }
}
