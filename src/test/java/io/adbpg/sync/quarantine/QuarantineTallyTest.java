package io.adbpg.sync.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The stream and loads quarantine changes at the same time: no number is given twice, and no change is counted twice. */
class QuarantineTallyTest {
    private final QuarantineTally tally = new QuarantineTally();

    @Test
    void numbersOfALoadStayTakenWhenTheStreamIsRolledBack() {
        // given
        tally.noteTable(4, 4, 0);
        long first = tally.number(3);
        long ofLoad = tally.numberForLoad(2);

        // when
        tally.noteTable(4, 4, 0);
        long again = tally.number(3);

        // then
        assertThat(first).isEqualTo(5);
        assertThat(ofLoad).isEqualTo(8);
        assertThat(again).isEqualTo(10);
        assertThat(tally.last()).isEqualTo(12);
    }

    @Test
    void numbersOfTheStreamAreGivenAgainAfterItIsRolledBack() {
        // given
        tally.noteTable(4, 4, 0);
        tally.number(3);

        // when
        tally.noteTable(4, 4, 0);

        // then
        assertThat(tally.number(1)).isEqualTo(5);
    }

    @Test
    void changesOfALoadAreCountedOnceWhenTheTableIsRead() {
        // given
        tally.noteTable(1, 1, 0);
        tally.addByLoad(2);
        assertThat(tally.size()).isEqualTo(3);

        // when
        long seen = tally.byLoads();
        tally.noteTable(3, 3, seen);

        // then
        assertThat(tally.size()).isEqualTo(3);
    }

    @Test
    void loadsReserveNoMoreThanThereIsRoomFor() {
        // given
        tally.noteTable(1, 1, 0);
        assertThat(tally.reserve(3)).isTrue();
        assertThat(tally.reserve(3)).isTrue();
        assertThat(tally.reserve(3)).isFalse();

        // when
        tally.release(1);

        // then
        assertThat(tally.reserve(3)).isTrue();
    }
}
