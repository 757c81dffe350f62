package io.adbpg.sync.apply;

import io.adbpg.sync.fold.RowGroup;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;

/**
 * The message of a row group, as table routes get it: the body is the {@link RowGroup}.
 *
 * <p>Its headers: {@code table}, {@code operation}, {@code columns} (names in the order of the rows' values),
 * {@code rowCount}, {@code tableRoute} (the endpoint of its route).
 */
public final class GroupMessage {
    private GroupMessage() {}

    /** The message of a group whose route starts at {@code tableRoute}. */
    public static Message of(CamelContext context, RowGroup group, String tableRoute) {
        Message message = new DefaultMessage(context);
        message.setHeader("table", group.relation().table().toString());
        message.setHeader("tableRoute", tableRoute);
        message.setHeader("operation", group.operation().word());
        message.setHeader("columns", group.relation().columns());
        message.setHeader("rowCount", group.size());
        message.setBody(group);
        return message;
    }
}
