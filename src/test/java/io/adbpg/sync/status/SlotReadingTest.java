package io.adbpg.sync.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SlotReadingTest {
    private final SlotReading reading = new SlotReading();

    private Instant oldestBeyond(long held) {
        return reading.oldestBeyond(held);
    }

    private static Instant at(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    @Test
    void nothingIsKnownAtFirst() {
        assertThat(reading.metAt()).isNull();
        assertThat(reading.quietAt()).isNull();
        assertThat(oldestBeyond(0)).isNull();
    }

    @Test
    void openTransactionIsBehindFromItsCommitOn() {
        reading.begun(1_000);

        assertThat(reading.metAt()).isNotNull();
        assertThat(oldestBeyond(50)).isEqualTo(at(1_000));
    }

    @Test
    void neverYoungerThanTheOldestThatTheTargetLacks() {
        for (long lsn = 1; lsn <= 100; lsn++) {
            reading.begun(lsn * 7);
            reading.committed(lsn, lsn * 7);
        }

        for (long held = 0; held < 100; held++) {
            assertThat(oldestBeyond(held)).isBetween(at((held + 1) * 7 - 20), at((held + 1) * 7));
        }
        assertThat(oldestBeyond(100)).isNull();
    }

    @Test
    void streamThatBeginsBeforeWhatTheTargetHeldTellsItAnew() {
        reading.committed(100, 1_000);
        reading.committed(200, 2_000);
        reading.ended();
        assertThat(oldestBeyond(150)).isEqualTo(at(2_000));

        // What was read and is not held yet counts on, whatever the next stream has told.
        reading.begins(150);
        assertThat(oldestBeyond(150)).isEqualTo(at(2_000));

        reading.begins(50);
        reading.committed(100, 1_000);
        assertThat(oldestBeyond(50)).isEqualTo(at(1_000));
        assertThat(reading.quietAt()).isNull();
    }

    @Test
    void whatTheTargetHoldsIsForgottenHoweverLongAgo() {
        reading.committed(1, 1_000);
        reading.committed(2, 1_001);
        reading.committed(3, 9_000_000);

        assertThat(oldestBeyond(2)).isEqualTo(at(9_000_000));
    }

    @Test
    void streamThatBeginsAnewTellsNothingNew() {
        reading.committed(1, 1_000);
        reading.committed(2, 2_000);
        reading.begun(3_000);

        reading.ended();
        reading.committed(1, 1_000);

        assertThat(oldestBeyond(0)).isEqualTo(at(1_000));
        assertThat(oldestBeyond(1)).isEqualTo(at(2_000));
        assertThat(oldestBeyond(2)).isNull();
    }

    @Test
    void notQuietWithinATransaction() {
        reading.begun(1_000);
        reading.quiet(at(1_500));

        assertThat(reading.quietAt()).isNull();

        reading.committed(1, 1_000);
        reading.quiet(at(1_600));

        assertThat(reading.quietAt()).isEqualTo(at(1_600));
    }

    @Test
    void oldestIsKeptHoweverManyAreRead() {
        for (long lsn = 1; lsn <= 50_000; lsn++) {
            reading.committed(lsn, lsn * 1_000);
        }

        assertThat(oldestBeyond(0)).isEqualTo(at(1_000));
        assertThat(oldestBeyond(40_000)).isBetween(at(39_980_000), at(40_001_000));
    }
}
