package io.adbpg.sync.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.catalog.TableName;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final JobMetrics metrics = new JobMetrics(registry, Clock.systemUTC());
    private final JobStatus status = new JobStatus("shop");

    @Test
    void onlyTablesInTheJobShowTheirLoad() {
        // given
        status.onNewTable(table -> metrics.watchLoad(status, table));
        status.onLeftTable(metrics::forgetLoad);
        TableName orders = new TableName("shop", "orders");
        TableName products = new TableName("shop", "products");
        status.table(orders, TableStatus.State.SYNCING);
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
