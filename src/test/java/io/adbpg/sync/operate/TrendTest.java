package io.adbpg.sync.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TrendTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Trend trend = new Trend();

    @Test
    void rateIsThatOfTheLastTenSeconds() {
        for (int second = 0; second <= 20; second++) {
            trend.add(START.plusSeconds(second), 5L, second < 10 ? 0 : (second - 10) * 300L);
        }

        assertThat(trend.changesPerSecond()).hasValue(300);
        assertThat(trend.samples()).hasSize(20);
        assertThat(trend.samples().get(19)).isEqualTo(new Sample(START.plusSeconds(20), 5L, 300));
    }

    @Test
    void noRateFromOneSample() {
        trend.add(START, 5L, 1000);

        assertThat(trend.changesPerSecond()).isEmpty();
    }

    @Test
    void onlyTenMinutesAreKept() {
        for (int second = 0; second < 2000; second++) {
            trend.add(START.plusSeconds(second), 0L, 0);
        }

        assertThat(trend.samples()).hasSize(600);
        assertThat(trend.samples().get(599).time()).isEqualTo(START.plusSeconds(1999));
    }

    @Test
    void dayIsKeptByTheMinuteWithItsLongestDelay() {
        for (int second = 0; second < 25 * 3600; second++) {
            boolean isKnown = second >= 24 * 3600;
            trend.add(START.plusSeconds(second), isKnown ? Long.valueOf(second % 60) : null, second * 10L);
        }

        assertThat(trend.day()).hasSize(24 * 60);
        Sample first = trend.day().get(0);
        Sample last = trend.day().get(24 * 60 - 1);
        assertThat(first.delayMillis()).as("while it was not known").isNull();
        assertThat(last).isEqualTo(new Sample(START.plusSeconds(25 * 3600 - 120), 59L, 10));
    }
}
