package io.adbpg.sync.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.status.SlotReading;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DelayNowTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final DelayNow delay = new DelayNow();
    private final SlotReading reading = new SlotReading();

    private static Instant at(long second) {
        return START.plusSeconds(second);
    }

    private void saw(long second, long lsn, long sent) {
        delay.saw(Optional.of(new SourceLook(at(second), at(second), Duration.ZERO, lsn, sent, Optional.empty())));
    }

    private OptionalLong millis(long second, long held) {
        return delay.millis(at(second), held, at(-100), reading);
    }

    @Test
    void unknownUntilTheSourceWasSeen() {
        delay.saw(Optional.empty());

        assertThat(millis(1, 100)).isEmpty();
    }

    @Test
    void noneWhileTheTargetHoldsAll() {
        saw(0, 100, 0);
        saw(9, 100, 0);

        assertThat(millis(9, 100)).hasValue(0);
    }

    @Test
    void noneWhereTheSourceHasNothingForTheJob() {
        reading.quiet(at(0));
        saw(0, 100, 100);
        saw(9, 900, 900);
        reading.quiet(at(10));

        assertThat(millis(10, 100)).hasValue(0);
    }

    @Test
    void whatWasSentIsBehindUntilItIsRead() {
        reading.quiet(at(0));
        saw(0, 100, 100);
        saw(1, 200, 200);
        saw(9, 900, 900);

        assertThat(millis(10, 100)).hasValue(10_000);

        reading.quiet(at(2));

        // The last look that showed nothing else was that of second 1.
        assertThat(millis(10, 100)).hasValue(9_000);
    }

    @Test
    void whatComesInWhileTheStreamIsReadIsNoOlderThanWhatWasReadLast() {
        reading.quiet(at(0));
        saw(0, 100, 100);
        saw(9, 900, 900);
        reading.quiet(at(9));

        assertThat(millis(9, 100)).hasValue(200);
    }

    @Test
    void streamThatHasOnlyBegunTellsNothingOfWhatTheSourceHasYetToDecode() {
        saw(0, 900_000_000, 100);
        reading.quiet(at(0));
        saw(1, 900_000_000, 300);
        reading.quiet(at(2));

        assertThat(millis(2, 100)).hasValue(102_000);
    }

    @Test
    void whatWasSentToAFormerStreamDoesNotCountAsRead() {
        saw(0, 900, 900);
        reading.quiet(at(1));
        saw(1, 900, 0);

        assertThat(millis(1, 100)).hasValue(101_000);
    }

    @Test
    void growsWhileTheSourceIsNotSeenUnlessItsStreamIsRead() {
        saw(0, 100, 100);

        assertThat(millis(2, 100)).hasValue(0);
        assertThat(millis(30, 100)).hasValue(30_000);

        reading.quiet(at(30));

        assertThat(millis(30, 100)).hasValue(0);
    }

    @Test
    void unknownWhereTablesFallBackUntilTheirChangesAreRead() {
        reading.quiet(at(0));
        saw(0, 500, 500);
        assertThat(millis(0, 500)).hasValue(0);

        assertThat(delay.millis(at(1), 300, null, reading)).isEmpty();

        reading.begins(300);
        reading.begun(at(-50).toEpochMilli());

        assertThat(delay.millis(at(1), 300, null, reading)).hasValue(51_000);
    }

    @Test
    void agesAreByTheClockOfTheSource() {
        delay.saw(Optional.of(new SourceLook(at(0), at(0), Duration.ofMinutes(-1), 200, 0, Optional.empty())));
        reading.begun(at(-65).toEpochMilli());

        assertThat(millis(1, 100)).hasValue(6_000);
    }

    @Test
    void growsFromWhenTheSourceWentBeyondTheTarget() {
        saw(0, 100, 0);
        saw(1, 200, 0);
        saw(2, 300, 0);
        saw(60, 300, 0);

        // The last look that showed nothing else.
        assertThat(millis(61, 100)).hasValue(61_000);
        assertThat(millis(61, 200)).hasValue(60_000);
        assertThat(millis(61, 300)).hasValue(0);
    }

    @Test
    void asOldAsThePositionUntilSomethingIsRead() {
        saw(0, 200, 0);

        assertThat(millis(1, 100)).hasValue(101_000);
        assertThat(millis(1, 200)).hasValue(0);
    }

    @Test
    void unknownWhileNothingTellsHowOldThePositionIs() {
        saw(0, 200, 0);

        assertThat(delay.millis(at(1), 100, null, reading)).isEmpty();
        assertThat(delay.millis(at(1), 200, null, reading)).hasValue(0);
    }

    @Test
    void whatWasReadCountsFromItsCommit() {
        saw(0, 100, 0);
        saw(5, 200, 200);
        reading.begun(at(2).toEpochMilli());

        assertThat(millis(5, 100)).hasValue(3_000);

        reading.committed(200, at(2).toEpochMilli());
        reading.begun(at(4).toEpochMilli());

        assertThat(millis(5, 100)).hasValue(3_000);
        assertThat(millis(5, 200)).hasValue(1_000);
    }

    @Test
    void neverNegativeWhateverTheClocksSay() {
        saw(0, 100, 100);
        reading.begun(at(7).toEpochMilli());

        assertThat(millis(1, 100)).hasValue(0);
    }

    @Test
    void oldestLookIsKeptHoweverLongTheTargetIsAway() {
        for (int second = 0; second < 100_000; second++) {
            saw(second, 100 + second, 0);
        }

        assertThat(millis(100_000, 50)).hasValue(100_100_000);
    }
}
