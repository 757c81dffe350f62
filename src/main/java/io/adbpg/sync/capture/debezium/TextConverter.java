package io.adbpg.sync.capture.debezium;

import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import java.util.Properties;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * Passes on every value as the text that {@link TextConnector} has left, and marks unchanged TOAST values.
 *
 * <p>Debezium finds this class by its name in the engine's settings.
 */
public final class TextConverter implements CustomConverter<SchemaBuilder, RelationalColumn> {
    @SuppressWarnings("StringConstructor") // must be a distinct object
    private static final String UNCHANGED = new String("unchanged");

    /** The setting for the name of the slot. */
    static final String SLOT = "slot";

    private FlowControl flow;

    @Override
    public void configure(Properties settings) {
        flow = FlowControl.of(settings.getProperty(SLOT));
    }

    @Override
    public void converterFor(RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
        registration.register(SchemaBuilder.string().optional(), value -> {
            String text = text(value);
            if (flow != null) {
                flow.addValue(text);
            }
            return text;
        });
    }

    /** Whether a converted value stands for an unchanged TOAST value. */
    @SuppressWarnings("ReferenceEquality") // a row may hold the same text
    static boolean isUnchanged(String text) {
        return text == UNCHANGED;
    }

    /** Returns the text of a value; null for NULL. */
    static String text(Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof String text) {
            return text;
        }
        if (UnchangedToastedReplicationMessageColumn.isUnchangedToastedValue(value)) {
            return UNCHANGED;
        }
        // A column's default, which Debezium decodes itself and nobody uses.
        return value.toString();
    }
}
