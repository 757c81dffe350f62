package io.adbpg.sync.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.status.LoadProgress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The load of all tables on one line, with each table's own time. */
class LoadSummaryTest {
    private Instant now = Instant.EPOCH;

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    @Test
    void tablesUnderWayAreNamedAndTheOthersCounted() {
        // given
        Map<TableName, LoadProgress> tables = new TreeMap<>();
        for (int i = 0; i < 9; i++) {
            tables.put(new TableName("app", "t" + i), new LoadProgress(100, 0, clock));
        }
        tables.values().stream().limit(8).forEach(table -> {
            table.begin();
            table.add(50, 500);
        });
        tables.get(new TableName("app", "t0")).finish();

        // when
        String line = LoadSummary.of(tables);

        // then
        assertThat(line)
                .startsWith("1 of 9 tables loaded, 400 rows; app.t1: 50 rows, 50%")
                .contains("app.t5")
                .endsWith("; and 2 more");
    }

    @Test
    void tableThatWaitsForItsTurnTakesNoTime() {
        // given
        LoadProgress progress = new LoadProgress(5, 0, clock);

        // when
        now = now.plusSeconds(270);
        Duration waiting = progress.elapsed();
        progress.begin();
        now = now.plusSeconds(5);
        progress.begin();
        progress.add(5, 1_000_000);
        progress.finish();

        // then
        assertThat(waiting).isZero();
        assertThat(progress.summary()).isEqualTo("5 rows, 1.0 MB, in 5.0 s");
    }
}
