package io.adbpg.sync.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ways of a table through {@code routes/initial-load.camel.yaml}. */
class InitialLoadRouteTest extends AdvisedRoutes {
    InitialLoadRouteTest() {
        super("initial-load");
    }

    /** Stands in for {@code TablePart}. */
    public record Part(boolean isReplacing, boolean isThroughRoute) {
        public String target() {
            return "\"ods\".\"orders\"";
        }

        public String ownRows() {
            return "true";
        }

        public String emptying() {
            return "TRUNCATE TABLE";
        }
    }

    /** Stands in for {@code TableCopy}: what is read of a part. */
    public final class Groups {
        public Iterator<Message> groups() {
            return Stream.of("first", "second").map(this::group).iterator();
        }

        private Message group(String rows) {
            Message message = new DefaultMessage(context);
            message.setHeader("tableRoute", "direct:app.orders");
            message.setBody(rows);
            return message;
        }
    }

    @Override
    void bindBeans() {
        context.getRegistry().bind("load", new Groups());
    }

    @BeforeEach
    void addTableRoute() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:app.orders")
                        .errorHandler(noErrorHandler())
                        .process(exchange -> run("rows " + exchange.getMessage().getBody(), exchange));
            }
        });
    }

    private Exchange send(String route, Part part) {
        return template.send(route, exchange -> exchange.getMessage().setBody(part));
    }

    private void assertWay(List<String> way, Part part) {
        assertThat(send("direct:initial-load", part).getException()).isNull();
        assertThat(steps()).isEqualTo(way);
        assertThatNothingFollowsAFailure(way, () -> send("direct:initial-load", part));
    }

    @Test
    void tableIsCopiedAndCommitted() {
        assertWay(List.of("initial-load-copy", "initial-load-finish", "initial-load-commit"), new Part(false, false));
    }

    @Test
    void rowsFromBeforeAreDeletedInTheSameTransaction() {
        assertWay(
                List.of("initial-load-delete", "initial-load-copy", "initial-load-finish", "initial-load-commit"),
                new Part(true, false));
    }

    @Test
    void rowsGoThroughTheRouteOfTheTable() {
        assertWay(
                List.of("rows first", "rows second", "initial-load-finish", "initial-load-commit"),
                new Part(false, true));
    }

    @Test
    void rowsFromBeforeAreDeletedAlsoWhereRowsGoThroughARoute() {
        assertWay(
                List.of(
                        "initial-load-delete",
                        "rows first",
                        "rows second",
                        "initial-load-finish",
                        "initial-load-commit"),
                new Part(true, true));
    }

    @Test
    void tableIsEmptiedBeforeItsLoad() {
        // given
        onStep("empty-table-rows", exchange -> assertThat(exchange.getVariable("statement"))
                .isEqualTo("TRUNCATE TABLE \"ods\".\"orders\""));

        // when
        Exchange sent = send("direct:empty-table", new Part(false, false));

        // then
        assertThat(sent.getException()).isNull();
        assertThat(steps()).containsExactly("empty-table-rows");
    }
}
