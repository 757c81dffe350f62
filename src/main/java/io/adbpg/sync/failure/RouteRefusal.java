package io.adbpg.sync.failure;

import org.springframework.dao.DataIntegrityViolationException;

/**
 * Knows when a step of a route has refused rows for what they hold: it throws Spring's
 * {@code DataIntegrityViolationException} by itself, so without a cause. Where a server refuses rows there is one.
 */
public final class RouteRefusal {
    private RouteRefusal() {}

    /**
     * What a step has refused rows with, under the message that stands in the route.
     *
     * @return null if a failure is none of that kind
     */
    public static Refusal of(Throwable failure) {
        DataIntegrityViolationException refused = Causes.find(failure, DataIntegrityViolationException.class);
        return refused == null || refused.getCause() != null
                ? null
                : new Refusal(Message.verbatim(String.valueOf(refused.getMessage())), refused);
    }
}
