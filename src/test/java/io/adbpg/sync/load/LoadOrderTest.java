package io.adbpg.sync.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.catalog.ForeignKey;
import io.adbpg.sync.catalog.TableName;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tables come after those that they refer to; circles come together. */
class LoadOrderTest {
    private static TableName name(String table) {
        return new TableName("ods", table);
    }

    private static ForeignKey key(String from, String to) {
        return new ForeignKey("k", name(from), name(to), true, false);
    }

    private static List<List<List<String>>> stages(List<ForeignKey> keys, String... tables) {
        List<List<List<TableName>>> stages = new LoadOrder(keys)
                .stages(Stream.of(tables).map(LoadOrderTest::name).toList(), Function.identity());
        return stages.stream()
                .map(stage -> stage.stream()
                        .map(unit -> unit.stream().map(TableName::table).toList())
                        .toList())
                .toList();
    }

    @Test
    void tablesWithoutForeignKeysComeInOneStage() {
        // when, then
        assertThat(stages(List.of(), "a", "b")).containsExactly(List.of(List.of("a"), List.of("b")));
    }

    @Test
    void tableComesAfterAllThatItRefersTo() {
        // given
        List<ForeignKey> keys = List.of(key("a", "b"), key("b", "c"), key("a", "c"), key("d", "elsewhere"));

        // when, then
        assertThat(stages(keys, "a", "b", "c"))
                .containsExactly(List.of(List.of("c")), List.of(List.of("b")), List.of(List.of("a")));
    }

    @Test
    void tablesOfACircleComeTogether() {
        // given
        List<ForeignKey> keys =
                List.of(key("staff", "stores"), key("stores", "staff"), key("sales", "staff"), key("stores", "towns"));

        // when, then
        assertThat(stages(keys, "sales", "staff", "stores", "towns", "tags"))
                .containsExactly(
                        List.of(List.of("towns"), List.of("tags")),
                        List.of(List.of("staff", "stores")),
                        List.of(List.of("sales")));
    }

    @Test
    void tableThatRefersToItselfIsACircle() {
        // given
        LoadOrder order = new LoadOrder(List.of(key("tree", "tree"), key("leaf", "tree")));

        // when, then
        assertThat(order.isInCircle(name("tree"))).isTrue();
        assertThat(order.isInCircle(name("leaf"))).isFalse();
        assertThat(order.isReferred(name("tree"))).isTrue();
        assertThat(order.isReferred(name("leaf"))).isFalse();
        assertThat(order.isReferred(null)).isFalse();
    }
}
