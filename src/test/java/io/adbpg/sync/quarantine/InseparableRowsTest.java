package io.adbpg.sync.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.NetChanges.Rule;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowBuilder;
import io.adbpg.sync.fold.RowGroup;
import io.adbpg.sync.fold.RowGroup.PartialRow;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class InseparableRowsTest {
    private static final Relation TABLE =
            new Relation(TableName.parse("app.orders"), List.of("id", "note"), new int[] {0});

    private static Row key(int id) {
        return new RowBuilder().add(Integer.toString(id)).build();
    }

    private static Row row(int id) {
        return new RowBuilder().add(Integer.toString(id)).add("note").build();
    }

    private static PartialRow moved(int from, int to) {
        return new PartialRow(
                new RowBuilder().add(Integer.toString(to)).addUnchanged().build(), key(to), key(from));
    }

    private static RowGroup update(List<Integer> whole, List<PartialRow> partial) {
        return new RowGroup(
                TABLE,
                Operation.UPDATE,
                whole.stream().map(InseparableRowsTest::row).toList(),
                whole.stream().map(InseparableRowsTest::key).toList(),
                partial);
    }

    @Test
    void independentRowsAreSplitAndCanBeJoinedAgain() {
        // given
        RowGroup group = update(List.of(1, 2), List.of(moved(3, 3)));

        // when
        List<InseparableRows> rows = InseparableRows.of(group);

        // then
        assertThat(rows).hasSize(3);
        assertThat(InseparableRows.group(group, rows)).isEqualTo(group);
        assertThat(InseparableRows.group(group, rows.subList(1, 2))).isEqualTo(update(List.of(2), List.of()));
    }

    @Test
    void rowThatTakesValuesFromAnotherOnesKeyStaysWithIt() {
        // when
        List<InseparableRows> rows = InseparableRows.of(update(List.of(1, 2), List.of(moved(2, 3), moved(3, 4))));

        // then
        assertThat(rows).extracting(InseparableRows::size).containsExactly(1, 3);
    }

    @Test
    void newRowUnderAnotherOnesKeyKeepsNoneOfItsValues() {
        // given
        RowGroup group = update(List.of(1), List.of());
        Rule inPlace = new Rule(EnumSet.allOf(Operation.class), true);

        // when
        List<QuarantinedChange> changes = InseparableRows.of(group).get(0).changes(group, inPlace, null);

        // then
        assertThat(changes)
                .extracting(QuarantinedChange::operation)
                .containsExactly(Operation.DELETE, Operation.INSERT);
    }

    @Test
    void movedRowHasBothKeys() {
        // given
        RowGroup group = update(List.of(), List.of(moved(1, 2)));

        // when
        List<QuarantinedChange> changes = InseparableRows.of(group).get(0).changes(group, Rule.DEFAULT, null);

        // then
        assertThat(changes).singleElement().satisfies(change -> {
            assertThat(change.key()).isEqualTo(key(2));
            assertThat(change.oldKey()).isEqualTo(key(1));
            assertThat(change).hasToString("update of row id=2 of table app.orders");
        });
    }
}
