package io.adbpg.sync.capture.pgoutput;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * The component behind {@code pgoutput:job}, which reads the job's slot by PostgreSQL's own protocol. Camel finds it by its
 * service file.
 */
public final class PgOutputComponent extends DefaultComponent {
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        PgOutputEndpoint endpoint = new PgOutputEndpoint(uri, this);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
