package io.adbpg.sync.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Change;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnstampedChangesTest {
    private static final Relation ORDERS =
            new Relation(new TableName("app", "orders"), List.of("id", "note"), new int[1]);
    private static final Relation LINES = new Relation(new TableName("app", "lines"), List.of("a", "b"), new int[0]);

    @Test
    void changesStayInOrderWhenSomeGoToAFile() throws Exception {
        // given
        UnstampedChanges unstamped = new UnstampedChanges(1_000);
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            changes.add(new Change(Operation.INSERT, i % 2 == 0 ? ORDERS : LINES, null, row("" + i, null)));
            changes.add(new Change(Operation.UPDATE, ORDERS, row("" + i, "old"), partial("" + i)));
            changes.add(new Change(Operation.DELETE, ORDERS, row("" + i, null), null));
        }
        changes.add(new Change(Operation.TRUNCATE, LINES, null, null));

        // when
        for (Change change : changes) {
            unstamped.add(change);
        }

        // then
        assertThat(drain(unstamped)).isEqualTo(changes);
        assertThat(drain(unstamped)).isEmpty();
    }

    @Test
    void unchangedValueStaysUnchangedThroughTheFile() throws Exception {
        // given
        UnstampedChanges unstamped = new UnstampedChanges(0);
        unstamped.add(new Change(Operation.UPDATE, ORDERS, null, partial("1")));

        // when
        Row row = drain(unstamped).get(0).row();

        // then
        assertThat(row.isPartial()).isTrue();
        assertThat(row.unchangedMask()).isEqualTo("01");
    }

    @Test
    void nextTransactionSeesNothingOfADroppedOne() throws Exception {
        // given
        UnstampedChanges unstamped = new UnstampedChanges(0);
        unstamped.add(new Change(Operation.INSERT, ORDERS, null, row("1", "dropped")));
        unstamped.clear();

        // when
        unstamped.add(new Change(Operation.INSERT, LINES, null, row("2", "next")));

        // then
        assertThat(drain(unstamped)).containsExactly(new Change(Operation.INSERT, LINES, null, row("2", "next")));
    }

    private static List<Change> drain(UnstampedChanges unstamped) throws Exception {
        List<Change> drained = new ArrayList<>();
        unstamped.drain(drained::add);
        return drained;
    }

    private static Row row(String first, String second) {
        return new RowBuilder().add(first).add(second).build();
    }

    private static Row partial(String first) {
        return new RowBuilder().add(first).addUnchanged().build();
    }
}
