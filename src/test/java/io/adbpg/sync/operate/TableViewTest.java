package io.adbpg.sync.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.status.JobStatus;
import io.adbpg.sync.status.TableStatus;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableViewTest {
    private static final RefusedChanges.OfTable REFUSED =
            new RefusedChanges.OfTable(2, "value too long", Instant.parse("2026-01-01T00:00:00Z"));

    @ParameterizedTest(name = "a table that is {1} by itself, of a job that is {0}")
    @CsvSource({
        "SYNCING, SYNCING, syncing",
        "SYNCING, CATCHING_UP, catching up",
        "SYNCING, LOADING, loading",
        "SYNCING, WAITING, waiting: it has no key",
        "LOADING, LOADING, loading",
        "WAITING, SYNCING, waiting: the job is waiting",
        "WAITING, CATCHING_UP, waiting: the job is waiting",
        "WAITING, LOADING, loading",
        "WAITING, WAITING, waiting: it has no key",
        "PRECHECKING, SYNCING, waiting: the job is prechecking",
        "PAUSED, SYNCING, paused",
        "PAUSED, LOADING, paused",
        "PAUSED, WAITING, paused: it has no key",
        "FAILED, SYNCING, stopped",
        "STOPPED, LOADING, stopped",
    })
    void tableIsWhatItsJobLetsItBe(JobState job, TableStatus.State table, String shown) {
        Message reason = table == TableStatus.State.WAITING ? Message.verbatim("it has no key") : Message.NONE;

        assertThat(TableView.of(
                        new JobStatus.View(job, Message.verbatim("why")), new TableStatus(table, reason, null), null))
                .hasToString(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "SYNCING, 'refused: 2 changes are in quarantine, refused by the target: value too long'",
        "PAUSED, 'paused: 2 changes are in quarantine, refused by the target: value too long'",
    })
    void tableWithChangesInQuarantineSaysSo(JobState job, String shown) {
        TableStatus syncing = new TableStatus(TableStatus.State.SYNCING, Message.NONE, null);

        assertThat(TableView.of(new JobStatus.View(job, Message.NONE), syncing, REFUSED))
                .hasToString(shown);
    }
}
