package io.adbpg.sync.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefusalSearchTest {
    private final RefusalSearch search = new RefusalSearch();

    @Test
    void searchIsOnUntilTheChangesWithTheRefusedOneAreCommitted() {
        // given
        search.count(10);
        search.count(5);
        assertThat(search.isOn()).isFalse();

        // when
        boolean mayHelp = search.intensify();
        search.restart();

        // then
        assertThat(mayHelp).isTrue();
        assertThat(search.isOn()).isTrue();
        search.count(14);
        search.noteCommit();
        assertThat(search.isOn()).isTrue();
        search.count(1);
        assertThat(search.isOn()).isTrue();
        search.noteCommit();
        assertThat(search.isOn()).isFalse();
    }

    @Test
    void committedChangesAreNotSearched() {
        // given
        search.count(1000);
        search.noteCommit();
        search.count(2);

        // when
        search.intensify();
        search.restart();
        search.count(2);
        search.noteCommit();

        // then
        assertThat(search.isOn()).isFalse();
    }

    @Test
    void secondRefusalChecksConstraintsAtOnceAndAThirdGivesUp() {
        // given
        search.count(3);
        search.intensify();
        search.restart();
        search.count(3);

        // when
        boolean mayHelp = search.intensify();
        search.restart();

        // then
        assertThat(mayHelp).isTrue();
        assertThat(search.checksConstraintsAtOnce()).isTrue();
        assertThat(search.intensify()).isFalse();
        search.count(3);
        search.noteCommit();
        assertThat(search.checksConstraintsAtOnce()).isFalse();
        assertThat(search.isOn()).isFalse();
    }
}
