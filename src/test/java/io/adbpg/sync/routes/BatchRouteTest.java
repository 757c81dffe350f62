package io.adbpg.sync.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way of a batch through {@code routes/capture.camel.yaml}, behind the capture. */
class BatchRouteTest extends AdvisedRoutes {
    BatchRouteTest() {
        super("capture");
    }

    /** Neither of the captures: their servers are not there. */
    @Override
    Map<String, String> settings() {
        return Map.of("source.capture", "none", "sync.job", "test");
    }

    @BeforeEach
    void addTableRoutes() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                for (String table : List.of("items", "orders")) {
                    from("direct:app." + table)
                            .errorHandler(noErrorHandler())
                            .process(exchange -> take(table, exchange));
                }
            }
        });
    }

    private static final List<String> WHOLE = List.of(
            "batch-gather",
            "items delete",
            "orders delete",
            "orders insert",
            "batch-send",
            "batch-position",
            "batch-commit");

    private void take(String table, Exchange exchange) throws Exception {
        run(table + " " + exchange.getMessage().getBody(), exchange);
    }

    private Exchange send(boolean isComplete) {
        return template.send("direct:batch", exchange -> {
            exchange.getMessage().setHeader("complete", isComplete);
            exchange.getMessage()
                    .setBody(List.of(group("items", "delete"), group("orders", "delete"), group("orders", "insert")));
        });
    }

    private Message group(String table, String operation) {
        Message message = new DefaultMessage(context);
        message.setHeader("tableRoute", "direct:app." + table);
        message.setBody(operation);
        return message;
    }

    @Test
    void positionAndCommitFollowAllGroupsOfWholeTransactions() {
        // when
        Exchange sent = send(true);

        // then
        assertThat(sent.getException()).isNull();
        assertThat(steps()).isEqualTo(WHOLE);
    }

    @Test
    void pieceOfALargeTransactionIsNotCommitted() {
        // when
        Exchange sent = send(false);

        // then
        assertThat(sent.getException()).isNull();
        assertThat(steps())
                .containsExactly("batch-gather", "items delete", "orders delete", "orders insert", "batch-send");
    }

    @Test
    void nothingIsCommittedAfterAFailure() {
        assertThatNothingFollowsAFailure(WHOLE, () -> send(true));
    }
}
