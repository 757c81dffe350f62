package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.ServerPair;
import io.adbpg.sync.support.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A source from before publications, whatever capture the settings name. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class OldSourceIT {
    private static ServerPair servers;

    @TempDir
    private Path folder;

    private final String name = RunningJob.newName();
    private TestDatabase source;
    private TestDatabase target;

    @BeforeAll
    static void startServers() {
        servers = ServerPair.of("9.6-18").findFirst().orElseThrow();
    }

    @AfterAll
    static void stopServers() throws Exception {
        servers.close();
    }

    @BeforeEach
    void makeDatabases() {
        source = servers.newSource();
        target = servers.newTarget();
    }

    @AfterEach
    void dropDatabases() {
        source.drop();
        target.drop();
    }

    private RunningJob start(String table, Map<String, String> settings) throws Exception {
        Path tables = Files.writeString(folder.resolve("tables.camel.yaml"), MixedTraffic.route(table));
        Map<String, String> all = new HashMap<>(Map.of("sync.job", name, "sync.initial-load", "copy"));
        all.putAll(settings);
        return RunningJob.start(tables.toString(), source, target, all);
    }

    @Test
    void tableIsLoadedAndFollowedAndFollowedOnAfterARestart() throws Exception {
        // given
        String table = "CREATE TABLE items (id int PRIMARY KEY, text text, at timestamptz, ok boolean);";
        source.run(table + " INSERT INTO items SELECT n, 'it''s ' || n, '2026-11-30 12:00+00', true"
                + " FROM generate_series(1, 1000) AS n");
        target.run(table);
        String rows = "SELECT * FROM items ORDER BY id";

        // when
        try (RunningJob job = start("items", Map.of())) {
            source.run(
                    "UPDATE items SET text = NULL, ok = false WHERE id % 3 = 0; UPDATE items SET id = -id WHERE id > 900;"
                            + " DELETE FROM items WHERE id % 7 = 0; INSERT INTO items VALUES (0, E'two\nlines')");
            job.awaitUndisturbed();
            assertThat(target.rows(rows)).isEqualTo(source.rows(rows));
        }
        source.run("DELETE FROM items WHERE id % 5 = 0");

        // then
        try (RunningJob job = start("items", Map.of())) {
            job.awaitUndisturbed();
            assertThat(target.rows(rows)).isEqualTo(source.rows(rows));
            assertThat(job.job().status().capture()).isEqualTo("test_decoding");
        }
        assertThat(source.rows("SELECT slot_name FROM pg_replication_slots")).containsExactly("adbpg_sync_" + name);
    }
}
