package io.adbpg.sync.apply;

import java.util.Locale;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** The component behind {@code copy:schema.table?dataSource=#target}: writes row groups by COPY. */
public final class CopyComponent extends DefaultComponent {
    /** Its scheme. */
    public static final String SCHEME = "copy";

    /** For a Camel context. */
    public CopyComponent(CamelContext context) {
        super(context);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        Target target = resolveAndRemoveReferenceParameter(parameters, "dataSource", Target.class);
        String into = getAndRemoveParameter(parameters, "into", String.class, "table");
        return new CopyEndpoint(uri, this, target, CopyEndpoint.Into.valueOf(into.toUpperCase(Locale.ROOT)));
    }
}
