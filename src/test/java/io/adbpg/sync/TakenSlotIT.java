package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;

/** Somebody else reads the job's slot, or drops it. */
@ParameterizedClass(name = "by {0}")
@PublishedCaptures
class TakenSlotIT {
    private static final String ROWS = "SELECT id FROM app.events ORDER BY id";

    /** The job may be quicker to read it again. */
    private static final String DROP =
            """
            DO $$ BEGIN
                LOOP
                    BEGIN
                        PERFORM pg_terminate_backend(active_pid) FROM pg_replication_slots
                          WHERE slot_name = '{slot}' AND active_pid IS NOT NULL;
                        PERFORM pg_drop_replication_slot('{slot}');
                        RETURN;
                    EXCEPTION WHEN object_in_use THEN
                        PERFORM pg_sleep(0.01);
                    END;
                END LOOP;
            END $$
            """;

    @Parameter
    private Capture capture;

    @TempDir
    private Path folder;

    private final String name = RunningJob.newName();
    private final TestDatabase source = TestServers.newSource();
    private final TestDatabase target = TestServers.newTarget();
    private Map<String, String> settings;
    private String tables;

    @BeforeEach
    void createTables() throws Exception {
        String table = "CREATE SCHEMA app; CREATE TABLE app.events (id bigint PRIMARY KEY)";
        source.run(table);
        target.run(table);
        tables = Files.writeString(folder.resolve("tables.camel.yaml"), MixedTraffic.route("app", "events"))
                .toString();
        settings = Map.of("sync.job", name, "source.capture", capture.word());
    }

    @Test
    void slotThatSomebodyElseReadsIsWaitedFor() throws Exception {
        // given
        RunningJob.start(tables, source, target, settings).close();
        source.run("INSERT INTO app.events VALUES (1)");
        try (Connection other = read("adbpg_sync_" + name);
                RunningJob job = RunningJob.launch(tables, source, target, settings)) {
            // when, then
            assertThat(job.awaitRefusal())
                    .contains("slot adbpg_sync_" + name + " is in use by process " + reader(other));

            // when
            source.run("SELECT pg_terminate_backend(" + reader(other) + ")");

            // then
            job.awaitInStep();
            assertThat(target.rows(ROWS)).isEqualTo(source.rows(ROWS));
        }
    }

    @Test
    void slotThatIsDroppedWhileTheJobRunsIsMissed() throws Exception {
        // given
        Map<String, String> loading = new HashMap<>(settings);
        loading.put("sync.initial-load", "copy");
        try (RunningJob job = RunningJob.start(tables, source, target, loading)) {
            source.run("INSERT INTO app.events VALUES (1)");
            job.awaitInStep();

            // when
            source.run(DROP.replace("{slot}", job.slot()));

            // then
            assertThat(job.awaitRefusal("reset --reload --yes")).contains(job.slot());
        }
    }

    private static int reader(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    /** Begins to read the slot; confirms nothing. */
    private Connection read(String slot) throws SQLException {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, source.user());
        PGProperty.REPLICATION.set(properties, "database");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "10");
        Connection connection = DriverManager.getConnection(
                "jdbc:postgresql://" + source.host() + ":" + source.port() + "/" + source.name(), properties);
        connection
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName(slot)
                .withSlotOption("proto_version", 1)
                .withSlotOption("publication_names", slot)
                .start();
        return connection;
    }
}
