package io.adbpg.sync.operate;

import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;

/** Tells Camel's health check whether the delay is within {@code sync.health-max-delay-seconds}. */
public final class DelayHealth extends Readiness {
    private final Supplier<OptionalLong> delayMillis;
    private final int mostSeconds;

    /**
     * The health of a job with this delay.
     *
     * @param delayMillis empty as long as it is not known, which is no fault of the delay's
     * @param mostSeconds 0 for any delay
     */
    public DelayHealth(Supplier<OptionalLong> delayMillis, int mostSeconds) {
        super("delay");
        this.delayMillis = delayMillis;
        this.mostSeconds = mostSeconds;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        OptionalLong millis = delayMillis.get();
        millis.ifPresent(now -> result.detail("delayMillis", now));
        if (mostSeconds > 0 && millis.isPresent() && millis.getAsLong() > 1000L * mostSeconds) {
            result.message("the target is " + millis.getAsLong() / 1000
                            + " s behind, more than sync.health-max-delay-seconds=" + mostSeconds)
                    .down();
        } else {
            result.up();
        }
    }
}
