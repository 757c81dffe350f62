package io.adbpg.sync.apply;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** An endpoint of {@link CopyComponent}. */
final class CopyEndpoint extends DefaultEndpoint {
    private final Target target;
    private final Into into;

    /** Where the rows of a group go. */
    enum Into {
        /** Its whole rows, into the target table. */
        TABLE,
        /** All its rows, into the table's staging table. */
        STAGING,
        /** Its partial rows, into the table's staging table. */
        PARTIAL
    }

    CopyEndpoint(String uri, CopyComponent component, Target target, Into into) {
        super(uri, component);
        this.target = target;
        this.into = into;
    }

    @Override
    public Producer createProducer() {
        return new CopyProducer(this, target, into);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("copy: can only be written to, as in to: copy:schema.table");
    }
}
