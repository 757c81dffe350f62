package io.adbpg.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.apply.SelectList.Item;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TargetTable;
import io.adbpg.sync.catalog.TargetTable.Column;
import io.adbpg.sync.fold.Relation;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableSqlTest {
    private static final Kernel GREENPLUM = new Kernel(90_426, true);

    @Test
    void rowsAreUpdatedInPlaceWhereTheKeyHoldsTheDistributionKey() {
        assertThat(sql(List.of("id")).isUpdatableInPlace()).isTrue();
    }

    @Test
    void rowsAreNotUpdatedInPlaceWhereThatWouldSetADistributionColumn() {
        assertThat(sql(List.of("region")).isUpdatableInPlace()).isFalse();
    }

    /** A table {@code id, region} with the key {@code id}. */
    private static TableSql sql(List<String> distribution) {
        TargetTable target =
                new TargetTable(TableName.parse("ods.items"), List.of(column("id"), column("region")), distribution);
        return new TableSql(
                new Relation(TableName.parse("app.items"), List.of("id", "region"), new int[] {0}),
                target,
                GREENPLUM,
                List.of(Item.same("id"), Item.same("region")),
                null,
                "staging",
                List.of("integer", "integer"),
                true);
    }

    private static Column column(String name) {
        return new Column(name, "integer", "integer", false, false, false);
    }
}
