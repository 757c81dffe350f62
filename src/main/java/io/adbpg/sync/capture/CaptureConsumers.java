package io.adbpg.sync.capture;

import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;

/**
 * Creates the consumers of the capture endpoints. The job binds one in the registry, so that captures need not know
 * sessions.
 */
@FunctionalInterface
public interface CaptureConsumers {
    /**
     * Returns a consumer that emits one exchange per batch.
     *
     * @param streams opens the streams that its changes come from
     */
    Consumer create(Endpoint endpoint, Processor processor, ChangeStreams streams);

    /** Returns the consumer of an endpoint, from the instance in its registry. */
    static Consumer of(Endpoint endpoint, Processor processor, ChangeStreams streams) {
        return endpoint.getCamelContext()
                .getRegistry()
                .mandatoryFindSingleByType(CaptureConsumers.class)
                .create(endpoint, processor, streams);
    }
}
