package io.adbpg.sync.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Batch;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowBuilder;
import io.adbpg.sync.fold.RowGroup;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobMetricsTest {
    private static final TableName ORDERS = new TableName("shop", "orders");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final JobMetrics metrics = new JobMetrics(registry, Clock.systemUTC());
    private final JobStatus status = new JobStatus("shop");

    private static Batch batch(int rows, boolean isComplete, Instant time) {
        Relation relation = new Relation(ORDERS, List.of("id"), new int[] {0});
        List<Row> all = Collections.nCopies(rows, new RowBuilder().add("1").build());
        RowGroup group = new RowGroup(relation, Operation.INSERT, all, List.of(), List.of());
        return new Batch(List.of(group), rows, isComplete, isComplete ? 9 : 0, time, time);
    }

    @Test
    void rowsCountOnceTheyAreCommitted() {
        // when
        metrics.countBatch(batch(3, false, null), Duration.ZERO);

        // then
        assertThat(metrics.changes()).isZero();
        assertThat(metrics.rows(ORDERS)).containsEntry(Operation.INSERT, 0L);

        // when: the transaction is rolled back, and applied again
        metrics.forgetPieces();
        Instant committed = Instant.parse("2026-01-01T00:00:00Z");
        metrics.countBatch(batch(3, false, null), Duration.ZERO);
        metrics.countBatch(batch(2, true, committed), Duration.ZERO);

        // then
        assertThat(metrics.changes()).isEqualTo(5);
        assertThat(metrics.rows(ORDERS)).containsEntry(Operation.INSERT, 5L);
        assertThat(metrics.lastChange(ORDERS)).isEqualTo(committed);
    }

    @Test
    void onlyTablesInTheJobShowTheirLoad() {
        // given
        status.onNewTable(table -> metrics.watchLoad(status, table));
        status.onLeftTable(metrics::forgetLoad);
        TableName products = new TableName("shop", "products");
        status.table(ORDERS, TableStatus.State.SYNCING);
        status.table(products, TableStatus.State.SYNCING);
        assertThat(registry.find("adbpg.sync.load.rows").gauges()).hasSize(2);

        // when
        status.keepOnly(Set.of(products));

        // then
        assertThat(registry.find("adbpg.sync.load.rows").gauges())
                .extracting(gauge -> gauge.getId().getTag("table"))
                .containsExactly("shop.products");
        assertThat(registry.find("adbpg.sync.load.share").gauges()).hasSize(1);
    }
}
