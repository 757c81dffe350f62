package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.FaultyLink;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An address behind which several servers take turns is refused. */
class ManyServersIT {
    private static final String TABLES = MixedTraffic.route("app", "events");

    @ParameterizedTest
    @ValueSource(strings = {"source", "target"})
    void addressOfSeveralServersIsRefused(String role, @TempDir Path folder) throws Exception {
        // given
        TestDatabase source = TestServers.newSource();
        TestDatabase target = TestServers.newTarget();
        TestDatabase one = role.equals("source") ? source : target;
        TestDatabase other = new TestDatabase(role, (role.equals("source") ? target : source).port(), one.name());
        new TestDatabase(role, other.port(), "postgres").run("CREATE DATABASE " + one.name());
        for (TestDatabase database : new TestDatabase[] {source, target, other}) {
            database.run("CREATE SCHEMA app; CREATE TABLE app.events (id bigint PRIMARY KEY)");
        }
        Path tables = Files.writeString(folder.resolve("tables.camel.yaml"), TABLES);
        try (FaultyLink link = new FaultyLink(one.port())) {
            link.leadAlsoTo(other.port());

            // when
            try (RunningJob job = RunningJob.launch(
                    tables.toString(),
                    source,
                    target,
                    Map.of("source.capture", Capture.PGOUTPUT.word(), role + ".port", Integer.toString(link.port())))) {

                // then
                assertThat(job.awaitRefusal()).contains("more than one server", role + ".host");
            }
        }
    }
}
