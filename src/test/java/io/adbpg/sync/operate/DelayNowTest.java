package io.adbpg.sync.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DelayNowTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final DelayNow delay = new DelayNow();

    private static Instant at(long second) {
        return START.plusSeconds(second);
    }

    private void saw(long second, long lsn, long sent) {
        delay.saw(Optional.of(new SourceLook(at(second), lsn, sent, Optional.empty())));
    }

    @Test
    void unknownUntilTheSourceWasSeen() {
        delay.saw(Optional.empty());

        assertThat(delay.millis(at(1), 100, null)).isEmpty();
    }

    @Test
    void noneWhileTheTargetHoldsAll() {
        saw(0, 100, 0);
        saw(9, 100, 0);

        assertThat(delay.millis(at(9), 100, null)).hasValue(0);
    }

    @Test
    void noneWhereTheSourceHasNothingForTheJob() {
        saw(0, 100, 100);
        saw(9, 900, 900);

        assertThat(delay.millis(at(9), 100, null)).hasValue(0);
    }

    @Test
    void growsFromWhenTheSourceWentBeyondTheTarget() {
        saw(0, 100, 0);
        saw(1, 200, 0);
        saw(2, 300, 0);
        delay.saw(Optional.empty());

        assertThat(delay.millis(at(61), 100, null)).hasValue(60_000);
        assertThat(delay.millis(at(61), 200, null)).hasValue(59_000);
        assertThat(delay.millis(at(61), 300, null)).hasValue(0);
    }

    @Test
    void whatIsInHandCountsFromItsCommit() {
        saw(0, 100, 0);
        saw(5, 200, 200);

        assertThat(delay.millis(at(5), 100, at(2))).hasValue(3_000);
    }

    @Test
    void neverNegativeWhateverTheClocksSay() {
        saw(0, 100, 100);

        assertThat(delay.millis(at(1), 100, at(7))).hasValue(0);
    }

    @Test
    void oldestLookIsKeptHoweverLongTheTargetIsAway() {
        for (int second = 0; second < 100_000; second++) {
            saw(second, 100 + second, 0);
        }

        assertThat(delay.millis(at(100_000), 50, null)).hasValue(100_000_000);
    }
}
