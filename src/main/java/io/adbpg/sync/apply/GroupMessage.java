package io.adbpg.sync.apply;

import io.adbpg.sync.fold.RowGroup;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;

/**
 * Makes the message that a table route gets for a row group: its body is the {@link RowGroup}.
 *
 * <p>Its headers: {@code table}, {@code operation}, {@code columns} (the names in the order of the rows' values),
 * {@code rowCount}, {@code tableRoute} (the URI that the table route starts at).
 */
public final class GroupMessage {
    private GroupMessage() {}

    /** Returns the message of a group whose table route starts at {@code tableRoute}. */
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
