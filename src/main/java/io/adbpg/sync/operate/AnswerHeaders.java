package io.adbpg.sync.operate;

import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpHeaderFilterStrategy;

/** Lets none of a request's headers and parameters into the answer, which Camel would send back as headers. */
public final class AnswerHeaders extends HttpHeaderFilterStrategy {
    private static final Set<String> OURS = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    static {
        OURS.addAll(Set.of(
                "Content-Type",
                "Cache-Control",
                "Content-Security-Policy",
                "Referrer-Policy",
                "X-Content-Type-Options"));
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !OURS.contains(name);
    }
}
