package io.adbpg.sync.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.Diagnosis;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The failure when the source loses the snapshot that a load reads. */
class ExportedSnapshotIT {
    private final TestDatabase source = TestServers.newSource();
    private final Map<String, String> all = RunningJob.settings(RunningJob.newName(), source, TestServers.newTarget());
    private final Settings settings = Settings.read(all::get);

    @Test
    void lostSnapshotCountsAsALostConnectionToTheSource() throws Exception {
        try (ExportedSnapshot snapshot = new ExportedSnapshot(settings, "load", settings.abilities(160_000))) {
            // given
            snapshot.export();
            String slot = " FROM pg_replication_slots WHERE slot_name = '" + settings.slot() + "_load'";
            source.rows("SELECT pg_terminate_backend(active_pid)" + slot);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> source.rows("SELECT 1" + slot).isEmpty());

            // when
            Throwable failure = catchThrowable(snapshot::connect);

            // then
            Throwable marked = new Failed("target", new Failed("source", failure));
            Diagnosis diagnosis = Diagnosis.of(marked, settings);
            assertThat(diagnosis.message().toString())
                    .isEqualTo("lost the connection to " + settings.source()
                            + ": it had exported the snapshot that is being read");
            assertThat(diagnosis.isTransient()).isTrue();
        }
    }
}
