package io.adbpg.sync.capture.debezium;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.debezium.DebeziumComponent;
import org.apache.camel.component.debezium.DebeziumEndpoint;
import org.apache.camel.component.debezium.postgres.configuration.PostgresConnectorEmbeddedDebeziumConfiguration;
import org.apache.camel.support.PropertyBindingSupport;

/**
 * The component behind {@code debezium-postgres:}, with the stock component's options and a consumer that emits whole
 * transactions and loses none.
 */
public final class DebeziumCaptureComponent extends DebeziumComponent<PostgresConnectorEmbeddedDebeziumConfiguration> {
    /** The stock component's scheme. */
    public static final String SCHEME = "debezium-postgres";

    private PostgresConnectorEmbeddedDebeziumConfiguration configuration =
            new PostgresConnectorEmbeddedDebeziumConfiguration();

    @Override
    protected DebeziumEndpoint<PostgresConnectorEmbeddedDebeziumConfiguration> initializeDebeziumEndpoint(
            String uri, PostgresConnectorEmbeddedDebeziumConfiguration endpointConfiguration) {
        return new DebeziumCaptureEndpoint(uri, this, endpointConfiguration);
    }

    /** Binds the options of the endpoint's URI onto its configuration, as the stock component's generated code does. */
    @Override
    protected void setProperties(Endpoint endpoint, Map<String, Object> parameters) {
        PropertyBindingSupport.build()
                .withCamelContext(getCamelContext())
                .withTarget(((DebeziumCaptureEndpoint) endpoint).getConfiguration())
                .withProperties(parameters)
                .withRemoveParameters(true)
                .bind();
    }

    @Override
    public PostgresConnectorEmbeddedDebeziumConfiguration getConfiguration() {
        return configuration;
    }

    @Override
    public void setConfiguration(PostgresConnectorEmbeddedDebeziumConfiguration configuration) {
        this.configuration = configuration;
    }
}
