package io.adbpg.sync.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.RowGroup.PartialRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowMapConverterTest {
    private static final Relation ORDERS =
            new Relation(new TableName("app", "orders"), List.of("note", "id", "body"), new int[] {1});

    @Test
    void untouchedRowsAreConvertedBackUnchanged() {
        // given
        RowGroup group = new RowGroup(
                ORDERS,
                Operation.UPDATE,
                List.of(row("a", "1", null)),
                List.of(row("1")),
                List.of(new PartialRow(
                        new RowBuilder().add("b").add("2").addUnchanged().build(), row("2"), row("9"))));

        // when
        RowGroup gathered = RowMapConverter.toGroup(group, ORDERS, group.rowMaps());

        // then
        assertThat(gathered).isEqualTo(group);
    }

    @Test
    void deletedRowsHaveOnlyTheirKey() {
        // given
        RowGroup group = new RowGroup(ORDERS, Operation.DELETE, List.of(), List.of(row("1"), row("2")), List.of());

        // when
        List<RowMap> maps = group.rowMaps();

        // then
        assertThat(maps.get(0)).containsOnlyKeys("id").containsEntry("id", "1");
        assertThat(RowMapConverter.toGroup(group, ORDERS, maps)).isEqualTo(group);
    }

    @Test
    void columnsCanBeChangedAddedAndRemoved() {
        // given
        RowGroup group =
                new RowGroup(ORDERS, Operation.INSERT, List.of(row("a", "1", "x")), List.of(row("1")), List.of());
        List<RowMap> maps = group.rowMaps();

        // when
        maps.get(0).remove("note");
        maps.get(0).put("body", null);
        maps.get(0).put("id", "eu-1");
        maps.get(0).put("more", "new");
        List<String> columns = RowMapConverter.columnsOf(group, maps);
        RowGroup gathered = RowMapConverter.toGroup(group, ORDERS.withColumns(columns), maps);

        // then
        assertThat(columns).containsExactly("id", "body", "more");
        assertThat(gathered.rows()).containsExactly(row("eu-1", null, "new"));
        assertThat(gathered.keys()).containsExactly(row("eu-1"));
        assertThat(gathered.relation().keyColumns()).containsExactly("id");
    }

    @Test
    void keyCanNotBeRemoved() {
        // given
        RowGroup group =
                new RowGroup(ORDERS, Operation.INSERT, List.of(row("a", "1", "x")), List.of(row("1")), List.of());
        List<RowMap> maps = group.rowMaps();

        // when
        maps.get(0).remove("id");

        // then
        assertThatThrownBy(() -> RowMapConverter.columnsOf(group, maps)).hasMessageContaining("have no column id");
    }

    private static Row row(String... values) {
        RowBuilder builder = new RowBuilder();
        for (String value : values) {
            builder.add(value);
        }
        return builder.build();
    }
}
