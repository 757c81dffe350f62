package io.adbpg.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adbpg.sync.catalog.ReplicationRole;
import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.Tls;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowBuilder;
import io.adbpg.sync.fold.RowGroup;
import io.adbpg.sync.fold.RowGroup.PartialRow;
import io.adbpg.sync.mapping.DescribedTable;
import java.io.IOException;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyEndpointTest {
    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void bindTarget() {
        Server nowhere = new Server("target", "nowhere", 1, "none", "nobody", "", Tls.NONE);
        context.getRegistry().bind("target", new Target(nowhere, "test", ReplicationRole.ORIGIN));
    }

    @AfterEach
    void close() throws IOException {
        context.close();
    }

    private CopyEndpoint endpoint(String uri) {
        return context.getEndpoint(uri + (uri.contains("?") ? "&" : "?") + "dataSource=#target", CopyEndpoint.class);
    }

    private static DescribedTable table() {
        return new DescribedTable(List.of("id", "Note"), 0)
                .column("id", "bigint")
                .column("note", "text")
                .select("\"Note\" AS note, id");
    }

    private static RowGroup inserted(PartialRow... partial) {
        Relation relation = table().relation();
        Row row = new RowBuilder().add("1").add("a").build();
        return new RowGroup(relation, Operation.INSERT, List.of(row), List.of(), List.of(partial));
    }

    @Test
    void camelFindsTheComponentByItself() {
        assertThat(context.getComponent("copy")).isInstanceOf(CopyComponent.class);
    }

    @Test
    void pathSaysWhereTheRowsGo() {
        assertThat(endpoint("copy:table").getInto()).isEqualTo(CopyEndpoint.Into.TABLE);
        assertThat(endpoint("copy:table").table()).isNull();
        assertThat(endpoint("copy:staging").getInto()).isEqualTo(CopyEndpoint.Into.STAGING);
        assertThat(endpoint("copy:staging?into=partial").getInto()).isEqualTo(CopyEndpoint.Into.PARTIAL);
        assertThat(endpoint("copy:ods.Orders").table()).isEqualTo(new TableName("ods", "orders"));
        assertThat(endpoint("copy:ods.\"My Orders\"").table()).isEqualTo(new TableName("ods", "My Orders"));
    }

    @ParameterizedTest
    @CsvSource({
        "copy:orders?dataSource=#target, is not a table name: write schema.table",
        "copy:ods.*?dataSource=#target, names no single table",
        "copy:table?into=staging&dataSource=#target, say different things",
        "copy:staging?into=table&dataSource=#target, say different things",
        "copy:ods.orders, has no dataSource: set it to #target"
    })
    void whatSaysNothingClearIsRefused(String uri, String message) {
        assertThatThrownBy(() -> context.getEndpoint(uri)).rootCause().hasMessageContaining(message);
    }

    @Test
    void rowsOfAnEntryFillItsColumns() {
        // when
        CopiedInto into = CopiedInto.of(new TableName("ods", "copy"), inserted(), table().sql());

        // then
        assertThat(into.table() + into.columns()).isEqualTo("\"ods\".\"copy\"(\"note\", \"id\")");
        assertThat(into.positions()).containsExactly(1, 0);
    }

    @Test
    void rowsWithoutEntryFillTheColumnsOfTheSource() {
        // when
        CopiedInto into = CopiedInto.of(new TableName("ods", "copy"), inserted(), null);

        // then
        assertThat(into.columns()).isEqualTo("(\"id\", \"Note\")");
        assertThat(into.positions()).containsExactly(0, 1);
    }

    @Test
    void rowsThatCopyCanNotWriteAreRefused() {
        // given
        TableName table = new TableName("ods", "copy");
        Row key = new RowBuilder().add("1").build();
        PartialRow partial =
                new PartialRow(new RowBuilder().add("1").addUnchanged().build(), key, key);

        // then
        assertThatThrownBy(() -> CopiedInto.of(table, inserted(partial), null))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("the source did not send the values that were left alone");
        assertThatThrownBy(() ->
                        CopiedInto.of(table, inserted(), table().where("id > 0").sql()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("their entry has expressions or a condition");
    }
}
