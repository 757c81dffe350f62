package io.adbpg.sync.operate;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.http.base.HttpHeaderFilterStrategy;

/** Lets none of a request's headers and parameters into the answer, which Camel would send back as headers. */
public final class AnswerHeaders extends HttpHeaderFilterStrategy {
    private static final Set<String> OURS = Set.of(
            "content-type", "cache-control", "content-security-policy", "referrer-policy", "x-content-type-options");

    private AnswerHeaders() {}

    /** Filters the answers of all routes that begin with {@code platform-http:}. */
    public static void register(CamelContext context) {
        context.getComponent("platform-http", PlatformHttpComponent.class).setHeaderFilterStrategy(new AnswerHeaders());
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !OURS.contains(name.toLowerCase(Locale.ROOT));
    }
}
