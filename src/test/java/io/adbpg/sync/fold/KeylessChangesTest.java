package io.adbpg.sync.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.catalog.TableName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeylessChangesTest {
    private final KeylessChanges changes =
            new KeylessChanges(new Relation(TableName.parse("app.log"), List.of("line", "body"), new int[0]));

    @Test
    void equalRowsAreCounted() {
        changes.insert(row("a", "x"));
        changes.insert(row("a", "x"));
        changes.insert(row("a", "y"));

        assertThat(net()).containsExactly("insert (a, x)", "insert (a, x)", "insert (a, y)");
    }

    @Test
    void deletedRowCancelsOneEqualInsert() {
        changes.insert(row("a", "x"));
        changes.insert(row("a", "x"));
        changes.delete(row("a", "x"));

        assertThat(net()).containsExactly("insert (a, x)");
    }

    @Test
    void eachDeleteRemovesOneCopy() {
        changes.delete(row("a", "x"));
        changes.delete(row("a", "x"));
        changes.insert(row("a", "x"));

        assertThat(net()).containsExactly("delete (a, x)");
    }

    @Test
    void updateIsADeleteAndAnInsert() {
        changes.update(row("a", "x"), row("b", "x"));

        assertThat(net()).containsExactly("delete (a, x)", "insert (b, x)");
    }

    @Test
    void unchangedValueIsTakenFromTheOldRow() {
        Row old = row("a", "big");
        Row row = new RowBuilder().add("b").addUnchanged().build();
        changes.update(old, row);

        assertThat(net()).containsExactly("delete (a, big)", "insert (b, big)");
    }

    @Test
    void nullIsNotTheEmptyText() {
        changes.insert(row("a", null));
        changes.delete(row("a", ""));

        assertThat(net()).containsExactly("delete (a, )", "insert (a, NULL)");
    }

    private List<String> net() {
        List<String> lines = new ArrayList<>();
        for (RowGroup group : changes.groups()) {
            group.rows().forEach(row -> lines.add(group.operation().word() + " " + row));
        }
        return lines;
    }

    private static Row row(String line, String body) {
        return new RowBuilder().add(line).add(body).build();
    }
}
