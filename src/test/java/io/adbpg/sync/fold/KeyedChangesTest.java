package io.adbpg.sync.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.catalog.TableName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows are {@code id, name}; the key is {@code id}. */
class KeyedChangesTest {
    private static final String UNCHANGED = "unchanged";
    private static final Relation TABLE =
            new Relation(TableName.parse("app.items"), List.of("id", "name"), new int[] {0});

    private final KeyedChanges changes = new KeyedChanges(TABLE, false);
    private final KeyedChanges keepingColumns = new KeyedChanges(TABLE, true);

    @Test
    void insertAndDeleteCancelOut() {
        changes.insert(row("1", "a"));
        changes.update(null, row("1", "b"));
        changes.delete(row("1", null));

        assertThat(net(changes)).isEmpty();
    }

    @Test
    void lastImageOfAnUpdatedRowWins() {
        changes.update(null, row("1", "a"));
        changes.update(null, row("1", "b"));

        assertThat(net(changes)).containsExactly("update (1, b)");
    }

    @Test
    void updateAndDeleteAreADelete() {
        changes.update(null, row("1", "a"));
        changes.delete(row("1", null));

        assertThat(net(changes)).containsExactly("delete (1)");
    }

    @Test
    void deleteAndInsertAreAnUpdate() {
        changes.delete(row("1", null));
        changes.insert(row("1", "again"));

        assertThat(net(changes)).containsExactly("update (1, again)");
    }

    @Test
    void reinsertedRowDoesNotKeepTheTargetsColumns() {
        keepingColumns.delete(row("1", null));
        keepingColumns.insert(row("1", "again"));

        assertThat(net(keepingColumns)).containsExactly("update (1, again)");
    }

    @Test
    void rowThatTakesADeletedRowsKeyDoesNotKeepThatRowsColumns() {
        keepingColumns.delete(row("1", null));
        keepingColumns.insert(row("2", "new"));
        keepingColumns.update(row("2", null), row("1", "new"));

        assertThat(net(keepingColumns)).containsExactly("update (1, new)");
    }

    @Test
    void changedKeyIsADeleteAndAnInsert() {
        changes.update(row("1", null), row("2", "a"));

        assertThat(net(changes)).containsExactly("delete (1)", "insert (2, a)");
    }

    @Test
    void keyThatIsChangedAndChangedBackIsAnUpdate() {
        changes.update(row("1", null), row("2", "a"));
        changes.update(row("2", null), row("1", "b"));

        assertThat(net(changes)).containsExactly("update (1, b)");
    }

    @Test
    void swappedKeysAreTwoUpdates() {
        changes.update(row("1", null), row("-1", "a"));
        changes.update(row("2", null), row("1", "b"));
        changes.update(row("-1", null), row("2", "a"));

        assertThat(net(changes)).containsExactly("update (1, b)", "update (2, a)");
    }

    @Test
    void insertedRowWithAChangedKeyIsAnInsert() {
        changes.insert(row("1", "a"));
        changes.update(row("1", null), row("2", "a"));

        assertThat(net(changes)).containsExactly("insert (2, a)");
    }

    @Test
    void unchangedValueIsTakenFromAnEarlierImage() {
        changes.insert(row("1", "big"));
        changes.update(null, row("1", UNCHANGED));

        assertThat(net(changes)).containsExactly("insert (1, big)");
    }

    @Test
    void unchangedValueIsTakenFromTheTargetWhereTheBatchHasNoImage() {
        changes.update(null, row("1", UNCHANGED));

        assertThat(net(changes)).containsExactly("partial (1, unchanged) from (1)");
    }

    @Test
    void unchangedValueOfARowWithAChangedKeyIsTakenFromTheOldKey() {
        changes.update(row("1", null), row("2", UNCHANGED));
        changes.update(row("2", null), row("3", UNCHANGED));

        assertThat(net(changes)).containsExactly("partial (3, unchanged) from (1)");
    }

    @Test
    void partialRowsWithSwappedKeysReadEachOthersOldKey() {
        changes.update(row("1", null), row("-1", UNCHANGED));
        changes.update(row("2", null), row("1", UNCHANGED));
        changes.update(row("-1", null), row("2", UNCHANGED));

        assertThat(net(changes)).containsExactly("partial (1, unchanged) from (2)", "partial (2, unchanged) from (1)");
    }

    @Test
    void oldKeyOfAPartialRowIsDeletedWithItsUpdate() {
        changes.update(row("1", null), row("2", UNCHANGED));
        changes.delete(row("2", null));

        assertThat(net(changes)).containsExactly("delete (1)");
    }

    @Test
    void newRowOnTheOldKeyOfAPartialRowReplacesTheOldRow() {
        changes.update(row("1", null), row("2", UNCHANGED));
        changes.insert(row("1", "new"));

        assertThat(net(changes)).containsExactly("update (1, new)", "partial (2, unchanged) from (1)");
    }

    @Test
    void equalKeyWithAnotherTextIsDeletedBeforeTheNewTextIsInserted() {
        changes.update(row("1.0", null), row("1.000", "a"));

        assertThat(net(changes)).containsExactly("delete (1.0)", "insert (1.000, a)");
    }

    @Test
    void unchangedValueIsTakenFromAWholeOldRow() {
        changes.update(row("1", "big"), row("1", UNCHANGED));
        changes.update(row("2", "big too"), row("3", UNCHANGED));

        assertThat(net(changes)).containsExactly("delete (2)", "update (1, big)", "insert (3, big too)");
    }

    @Test
    void oldRowWithOnlyTheKeyGivesNoOtherValue() {
        changes.update(row("1", null), row("1", UNCHANGED));

        assertThat(net(changes)).containsExactly("partial (1, unchanged) from (1)");
    }

    /** Returns the row groups, one line per row. */
    private static List<String> net(KeyedChanges changes) {
        List<String> lines = new ArrayList<>();
        for (RowGroup group : changes.groups()) {
            if (group.operation() == Operation.DELETE) {
                group.keys().forEach(key -> lines.add("delete " + key));
            }
            group.rows().forEach(row -> lines.add(group.operation().word() + " " + row));
            group.partial().forEach(partial -> lines.add("partial " + partial.row() + " from " + partial.oldKey()));
        }
        return lines;
    }

    private static Row row(String id, String name) {
        RowBuilder row = new RowBuilder().add(id);
        return (UNCHANGED.equals(name) ? row.addUnchanged() : row.add(name)).build();
    }
}
