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
            trend.add(START.plusSeconds(second), 5, second < 10 ? 0 : (second - 10) * 300L);
        }

        assertThat(trend.changesPerSecond()).hasValue(300);
        assertThat(trend.samples()).hasSize(20);
        assertThat(trend.samples().get(19)).isEqualTo(new Sample(START.plusSeconds(20), 5, 300));
    }

    @Test
    void noRateFromOneSample() {
        trend.add(START, 5, 1000);

        assertThat(trend.changesPerSecond()).isEmpty();
    }

    @Test
    void onlyTenMinutesAreKept() {
        for (int second = 0; second < 2000; second++) {
            trend.add(START.plusSeconds(second), 0, 0);
        }

        assertThat(trend.samples()).hasSize(600);
        assertThat(trend.samples().get(599).time()).isEqualTo(START.plusSeconds(1999));
    }
}
