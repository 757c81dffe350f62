package io.adbpg.sync.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.NetChanges.Rule;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetChangesTest {
    private static final Relation A = relation("a");
    private static final Relation B = relation("b");
    private static final Rule ALL = new Rule(EnumSet.allOf(Operation.class), false);

    private final NetChanges changes = new NetChanges();

    private static Relation relation(String table) {
        return new Relation(new TableName("s", table), List.of("id", "v"), new int[] {0});
    }

    private static Row row(String... values) {
        RowBuilder builder = new RowBuilder();
        for (String value : values) {
            builder.add(value);
        }
        return builder.build();
    }

    /** Returns the groups as texts such as {@code insert a 2}. */
    private List<String> drained() {
        return changes.drain().stream()
                .map(group -> group.operation().word() + " "
                        + group.relation().table().table() + " " + group.size())
                .toList();
    }

    @Test
    void groupsAreOrderedByTableThenDeleteUpdateInsert() {
        // given
        changes.change(Operation.INSERT, B, ALL, null, row("1", "x"));
        changes.change(Operation.INSERT, A, ALL, null, row("1", "x"));
        changes.change(Operation.INSERT, A, ALL, null, row("2", "x"));
        changes.change(Operation.UPDATE, A, ALL, null, row("3", "y"));
        changes.change(Operation.DELETE, A, ALL, row("4", null), null);
        changes.change(Operation.DELETE, B, ALL, row("5", null), null);

        // then
        assertThat(drained()).containsExactly("delete a 1", "update a 1", "insert a 2", "delete b 1", "insert b 1");
    }

    @Test
    void earlierChangesAreAppliedBeforeATruncate() {
        // given
        changes.change(Operation.INSERT, B, ALL, null, row("1", "x"));
        changes.change(Operation.INSERT, A, ALL, null, row("1", "x"));
        changes.change(Operation.TRUNCATE, A, ALL, null, null);
        changes.change(Operation.INSERT, A, ALL, null, row("1", "y"));

        // then
        assertThat(drained()).containsExactly("insert a 1", "insert b 1", "truncate a 0", "insert a 1");
    }

    @Test
    void unwantedTruncateIsNoBarrier() {
        // given
        changes.change(Operation.INSERT, A, Rule.DEFAULT, null, row("1", "x"));
        changes.change(Operation.TRUNCATE, A, Rule.DEFAULT, null, null);
        changes.change(Operation.INSERT, A, Rule.DEFAULT, null, row("2", "y"));

        // then
        assertThat(drained()).containsExactly("insert a 2");
    }

    @Test
    void unwantedOperationsAreDropped() {
        // given
        Rule insertsOnly = new Rule(EnumSet.of(Operation.INSERT), false);

        // when
        changes.change(Operation.INSERT, A, insertsOnly, null, row("1", "x"));
        changes.change(Operation.UPDATE, A, insertsOnly, null, row("2", "y"));
        changes.change(Operation.DELETE, A, insertsOnly, row("1", null), null);

        // then
        assertThat(changes.rows()).isEqualTo(1);
        assertThat(drained()).containsExactly("insert a 1");
    }

    @Test
    void rowsAreNotFoldedAcrossAnAlterTable() {
        // given
        Relation altered = new Relation(A.table(), List.of("id", "v", "w"), new int[] {0});

        // when
        changes.change(Operation.INSERT, A, ALL, null, row("1", "x"));
        changes.change(Operation.UPDATE, altered, ALL, null, row("1", "y", "z"));

        // then
        List<RowGroup> groups = changes.drain();
        assertThat(groups).extracting(RowGroup::relation).containsExactly(A, altered);
        assertThat(groups).extracting(RowGroup::operation).containsExactly(Operation.INSERT, Operation.UPDATE);
    }

    @Test
    void tableWithoutAKeyIsFoldedByWholeRows() {
        // given
        Relation keyless = new Relation(new TableName("s", "k"), List.of("v"), new int[] {});

        // when
        changes.change(Operation.INSERT, keyless, ALL, null, row("x"));
        changes.change(Operation.INSERT, keyless, ALL, null, row("x"));
        changes.change(Operation.DELETE, keyless, ALL, row("x"), null);

        // then
        assertThat(drained()).containsExactly("insert k 1");
    }

    @Test
    void drainStartsOverEmpty() {
        // given
        changes.change(Operation.INSERT, A, ALL, null, row("1", "x"));
        changes.change(Operation.TRUNCATE, A, ALL, null, null);

        // when
        changes.drain();

        // then
        assertThat(changes.rows()).isZero();
        assertThat(changes.bytes()).isZero();
        assertThat(changes.drain()).isEmpty();
    }

    @Test
    void clearDiscardsEverything() {
        // given
        changes.change(Operation.INSERT, A, ALL, null, row("1", "x"));
        changes.change(Operation.TRUNCATE, A, ALL, null, null);
        changes.change(Operation.INSERT, A, ALL, null, row("1", "x"));

        // when
        changes.clear();

        // then
        assertThat(changes.rows()).isZero();
        assertThat(changes.drain()).isEmpty();
    }

    @Test
    void changesCountUntilTheyAreDrained() {
        // given
        long before = changes.bytes();

        // when
        changes.change(Operation.INSERT, A, ALL, null, row("1", "x"));
        changes.change(Operation.UPDATE, A, ALL, null, row("1", "y".repeat(1000)));
        changes.change(Operation.DELETE, A, ALL, row("1", null), null);

        // then
        assertThat(changes.rows()).isEqualTo(3);
        assertThat(changes.bytes()).isGreaterThan(before + 1000);
        assertThat(drained()).isEmpty();
    }
}
