package io.adbpg.sync.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheck.State;
import org.junit.jupiter.api.Test;

class DelayHealthTest {
    private static HealthCheck.Result health(OptionalLong delayMillis, int mostSeconds) {
        return new DelayHealth(() -> delayMillis, mostSeconds).call();
    }

    @Test
    void delayUpToTheLimitIsHealthy() {
        assertThat(health(OptionalLong.of(60_000), 60).getState()).isEqualTo(State.UP);
    }

    @Test
    void delayBeyondTheLimitIsToldWithBoth() {
        // when
        HealthCheck.Result result = health(OptionalLong.of(61_999), 60);

        // then
        assertThat(result.getState()).isEqualTo(State.DOWN);
        assertThat(result.getMessage())
                .contains("the target is 61 s behind, more than sync.health-max-delay-seconds=60");
    }

    @Test
    void withoutALimitAnyDelayIsHealthy() {
        assertThat(health(OptionalLong.of(Long.MAX_VALUE), 0).getState()).isEqualTo(State.UP);
    }

    @Test
    void delayThatIsNotKnownIsNoFault() {
        assertThat(health(OptionalLong.empty(), 1).getState()).isEqualTo(State.UP);
    }
}
