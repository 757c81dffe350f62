package io.adbpg.sync.capture.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LatenessTest {
    private static final Instant START = Instant.parse("2026-01-30T13:00:00Z");

    private final AtomicLong clock = new AtomicLong(START.toEpochMilli());
    private final Lateness lateness = new Lateness(clock::get);

    /** Receives a transaction this long after its commit, by clocks that differ by an hour. */
    private long after(long millis) {
        return lateness.millis(Instant.ofEpochMilli(clock.get() - millis).minusSeconds(3600));
    }

    @Test
    void differentClocksMakeNothingLate() {
        assertThat(after(3)).isZero();
        assertThat(after(5)).isEqualTo(2);
    }

    @Test
    void slowerTransactionsAreLate() {
        // given
        after(3);

        // when
        clock.addAndGet(1000);

        // then
        assertThat(after(1003)).isEqualTo(1000);
    }

    @Test
    void clockChangeIsForgottenAfterSomeMinutes() {
        // given
        after(0);

        // when
        clock.addAndGet(150_000);
        after(60_000);
        clock.addAndGet(150_000);
        after(60_000);
        clock.addAndGet(1000);

        // then
        assertThat(after(60_000)).isZero();
    }
}
