package io.adbpg.sync.vacuum;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Operation;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeadRowsTest {
    private static final TableName ONE = new TableName("app", "one");
    private static final TableName TWO = new TableName("app", "two");
    private static final TableName TARGET = new TableName("ods", "all");

    private final DeadRows dead = new DeadRows();

    @Test
    void updatesAndDeletesOfAllSourcesAddUp() {
        // when
        count(ONE, 100, 10, 5, 0);
        count(TWO, 0, 3, 0, 0);
        count(ONE, 200, 11, 6, 0);

        // then
        assertThat(dead.of(TARGET)).isEqualTo(20);
    }

    @Test
    void vacuumedTableBeginsAnew() {
        // given
        count(ONE, 0, 10, 0, 0);
        dead.areGone(TARGET);

        // when
        count(ONE, 0, 14, 0, 0);

        // then
        assertThat(dead.of(TARGET)).isEqualTo(4);
    }

    @Test
    void truncatedTableHasNone() {
        // given
        count(ONE, 0, 10, 0, 0);

        // when
        count(ONE, 0, 10, 0, 1);

        // then
        assertThat(dead.of(TARGET)).isZero();
    }

    private void count(TableName source, long inserts, long updates, long deletes, long truncates) {
        dead.count(
                source,
                TARGET,
                Map.of(
                        Operation.INSERT, inserts,
                        Operation.UPDATE, updates,
                        Operation.DELETE, deletes,
                        Operation.TRUNCATE, truncates));
    }
}
