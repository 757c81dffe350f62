package io.adbpg.sync.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CareTest {
    private final Care care = new Care();

    @Test
    void jobIsCarefulUntilTheChangesArePassedAmongWhichOneWasRefused() {
        // given
        care.applies(10);
        care.applies(5);
        assertThat(care.isOn()).isFalse();

        // when
        boolean mayHelp = care.refused();
        care.restart();

        // then
        assertThat(mayHelp).isTrue();
        assertThat(care.isOn()).isTrue();
        care.applies(14);
        care.committed();
        assertThat(care.isOn()).isTrue();
        care.applies(1);
        assertThat(care.isOn()).isTrue();
        care.committed();
        assertThat(care.isOn()).isFalse();
    }

    @Test
    void changesThatAreCommittedAreNotReadAgain() {
        // given
        care.applies(1000);
        care.committed();
        care.applies(2);

        // when
        care.refused();
        care.restart();
        care.applies(2);
        care.committed();

        // then
        assertThat(care.isOn()).isFalse();
    }

    @Test
    void refusalInSpiteOfCareIsLookedForStrictlyAndThenNotAnyMore() {
        // given
        care.applies(3);
        care.refused();
        care.restart();
        care.applies(3);

        // when
        boolean mayHelp = care.refused();
        care.restart();

        // then
        assertThat(mayHelp).isTrue();
        assertThat(care.isStrict()).isTrue();
        assertThat(care.refused()).isFalse();
        care.applies(3);
        care.committed();
        assertThat(care.isStrict()).isFalse();
        assertThat(care.isOn()).isFalse();
    }
}
