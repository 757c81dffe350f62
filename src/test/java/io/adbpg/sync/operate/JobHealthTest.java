package io.adbpg.sync.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.status.JobStatus;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheck.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobHealthTest {
    private final JobStatus status = new JobStatus("shop");
    private final HealthCheck health = new JobHealth(status);

    @Test
    void jobThatSyncsIsReady() {
        // given
        status.enter(JobState.SYNCING, Message.NONE);

        // then
        assertThat(health.call().getState()).isEqualTo(State.UP);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SYNCING")
    void jobInAnyOtherStateIsNotReadyAndSaysWhy(JobState state) {
        // given
        status.enter(state, Message.verbatim("the target is away"));

        // when
        HealthCheck.Result result = health.call();

        // then
        assertThat(result.getState()).isEqualTo(State.DOWN);
        assertThat(result.getMessage()).contains("the target is away");
        assertThat(result.getDetails()).containsEntry("state", state.word());
    }

    @Test
    void jobThatWaitsNeedNotBeStartedAnew() {
        assertThat(health.isReadiness()).isTrue();
        assertThat(health.isLiveness()).isFalse();
    }
}
