package io.adbpg.sync.capture;

import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;

/** Makes the consumers of the capture endpoints; bound in the registry of the job. */
@FunctionalInterface
public interface CaptureConsumers {
    /**
     * A consumer that emits one exchange per batch.
     *
     * @param streams where its changes come from
     */
    Consumer create(Endpoint endpoint, Processor processor, ChangeStreams streams);

    /** The consumer of an endpoint, by the makers that its Camel context holds. */
    static Consumer of(Endpoint endpoint, Processor processor, ChangeStreams streams) {
        return endpoint.getCamelContext()
                .getRegistry()
                .mandatoryFindSingleByType(CaptureConsumers.class)
                .create(endpoint, processor, streams);
    }
}
