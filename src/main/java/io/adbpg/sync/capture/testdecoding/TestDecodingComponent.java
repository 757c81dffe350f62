package io.adbpg.sync.capture.testdecoding;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * The component behind {@code testdecoding:job}, which reads the job's slot as plug-in {@code test_decoding} writes it. Camel finds
 * it by its service file.
 */
public final class TestDecodingComponent extends DefaultComponent {
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        TestDecodingEndpoint endpoint = new TestDecodingEndpoint(uri, this);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
