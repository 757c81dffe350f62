package io.adbpg.sync.batch;

import io.adbpg.sync.apply.GroupMessage;
import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Batch;
import io.adbpg.sync.fold.RowGroup;
import io.adbpg.sync.mapping.TableMapping;
import io.adbpg.sync.mapping.TableRoutes;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.support.resume.Resumables;

/**
 * The exchange of a batch. Its body is a list of messages, one per row group.
 *
 * <p>The exchange and each message have the headers {@code complete} (whether the batch ends with a transaction),
 * {@code commitLsn} and {@code commitTime} (of the batch's last transaction). A message also has the headers of
 * {@link GroupMessage}. Tables that are truncated one right after the other are one message, as far as their entries allow:
 * see {@link TableMapping#ALSO_TRUNCATED}.
 */
public record BatchExchange(Exchange exchange) {

    public BatchExchange(Exchange exchange, TableRoutes routes, Batch batch) {
        this(exchange);
        Message message = exchange.getMessage();
        addBatchHeaders(message, batch);
        List<Message> groups = new ArrayList<>(batch.groups().size());
        for (Truncation.Step step : Truncation.steps(batch.groups(), routes)) {
            Message group = groupMessage(routes, batch, step.group());
            if (!step.also().isEmpty()) {
                group.setHeader(TableMapping.ALSO_TRUNCATED, step.also());
            }
            groups.add(group);
        }
        message.setBody(groups);
        if (batch.complete()) {
            message.setHeader(Exchange.OFFSET, Resumables.of("position", batch.lsn()));
        }
    }

    private Message groupMessage(TableRoutes routes, Batch batch, RowGroup group) {
        Message message = GroupMessage.of(
                exchange.getContext(),
                group,
                routes.of(group.relation().table()).uri());
        addBatchHeaders(message, batch);
        return message;
    }

    private static void addBatchHeaders(Message message, Batch batch) {
        message.setHeader("complete", batch.complete());
        message.setHeader("commitLsn", batch.complete() ? Lsn.text(batch.lsn()) : null);
        message.setHeader("commitTime", batch.newestCommit());
    }

    /** Whether a row group was sent to a route that is not started. */
    public boolean missesRoute() {
        return exchange.getException(DirectConsumerNotAvailableException.class) != null;
    }

    /**
     * Throws the failure of the routes, if there is one.
     *
     * @throws Refusal if a step refused the batch
     * @throws Failed if a step failed in any other way
     */
    public void throwFailure() {
        Exception failure = exchange.getException();
        if (failure instanceof Refusal refusal) {
            throw refusal;
        }
        if (failure != null) {
            throw new Failed("target", failure);
        }
    }
}
