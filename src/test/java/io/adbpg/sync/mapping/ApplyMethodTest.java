package io.adbpg.sync.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.catalog.Distribution;
import io.adbpg.sync.catalog.Layout;
import io.adbpg.sync.catalog.Layout.Index;
import io.adbpg.sync.catalog.Layout.Storage;
import io.adbpg.sync.catalog.TableName;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApplyMethodTest {
    private static final TableName ORDERS = new TableName("ods", "orders");

    @Test
    void saysHowRowsAreStoredFoundAndWritten() {
        // given
        Layout layout = new Layout(
                Storage.HEAP,
                Distribution.by(List.of("id")),
                List.of(new Index(List.of("id", "line"), true)),
                Set.of());

        // then
        assertThat(new ApplyMethod(ORDERS, layout, List.of("id", "line"), false, true))
                .hasToString("ods.orders (heap, distributed by id): rows are found by id, line, and come by COPY");
    }

    @Test
    void saysThatNoIndexFindsTheRows() {
        // given
        Layout layout = new Layout(Storage.APPEND_OPTIMISED_COLUMNS, Distribution.RANDOM, List.of(), Set.of());

        // then
        assertThat(new ApplyMethod(ORDERS, layout, List.of("id"), false, false))
                .hasToString("ods.orders (append-optimised by column, distributed randomly): rows are found by id, for"
                        + " which it has no index, and come through a staging table");
    }

    @Test
    void saysThatRowsHaveNoKeyOrAreOnlyAdded() {
        assertThat(new ApplyMethod(ORDERS, Layout.PLAIN, List.of(), false, true))
                .hasToString("ods.orders (heap): rows are found as a whole, and come by COPY");
        assertThat(new ApplyMethod(ORDERS, Layout.PLAIN, List.of(), true, true))
                .hasToString("ods.orders (heap): rows are only added, and come by COPY");
    }

    @Test
    void findsDistributionColumnsOutsideTheKeyAndTheirFix() {
        // given
        Layout layout = new Layout(
                Storage.HEAP,
                Distribution.by(List.of("customer_id", "id")),
                List.of(new Index(List.of("id"), true)),
                Set.of());
        ApplyMethod way = new ApplyMethod(ORDERS, layout, List.of("id", "line"), false, true);

        // then
        assertThat(way.outsideKey()).containsExactly("customer_id");
        assertThat(way.distributeByKey()).isEqualTo("ALTER TABLE ods.orders SET DISTRIBUTED BY (\"id\", \"line\")");
        assertThat(new ApplyMethod(ORDERS, layout, List.of("customer_id", "id"), false, true).outsideKey())
                .isEmpty();
        assertThat(new ApplyMethod(ORDERS, layout, List.of(), false, true).outsideKey())
                .isEmpty();
        assertThat(new ApplyMethod(ORDERS, Layout.PLAIN, List.of("id"), false, true).outsideKey())
                .isEmpty();
    }

    @Test
    void onlyAHeapIsSlowToScan() {
        // given
        Layout columns = new Layout(Storage.APPEND_OPTIMISED_COLUMNS, Distribution.RANDOM, List.of(), Set.of());

        // then
        assertThat(new ApplyMethod(ORDERS, Layout.PLAIN, List.of("id"), false, true).isSlow())
                .isTrue();
        assertThat(new ApplyMethod(ORDERS, columns, List.of("id"), false, true).isSlow())
                .isFalse();
        assertThat(new ApplyMethod(ORDERS, Layout.PLAIN, List.of("id"), false, true).indexKey())
                .isEqualTo("CREATE INDEX ON ods.orders (\"id\")");
    }
}
