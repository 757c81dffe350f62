package io.adbpg.sync.operate.alert;

import io.adbpg.sync.settings.AlertSettings;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.status.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Says of what somebody should know just now.
 *
 * @param delayMillis empty while it is not known
 * @param quarantined how many changes are in quarantine
 * @param slotShare how much of what the slot may hold it holds, 0 to 1; NaN if it has no limit, or is not known
 */
public record Conditions(
        AlertSettings settings,
        JobStatus status,
        Supplier<OptionalLong> delayMillis,
        LongSupplier quarantined,
        DoubleSupplier slotShare) {
    private static final double HALF = 0.5;

    /** A line for each alert that there is reason for. */
    Map<Alert, String> now(Instant now) {
        Map<Alert, String> reasons = new EnumMap<>(Alert.class);
        JobStatus.View view = status.view();
        if (view.state() == JobState.STANDBY) {
            // The copy that runs tells.
            return reasons;
        }
        long waited = Duration.between(status.since(), now).toSeconds();
        if (view.state() == JobState.WAITING && settings.waitingSeconds() > 0 && waited >= settings.waitingSeconds()) {
            reasons.put(Alert.WAITING, "it has waited for " + waited + " s: " + view.reason());
        }
        if (view.state() == JobState.FAILED) {
            reasons.put(Alert.FAILED, "it has given up: " + view.reason());
        }
        OptionalLong delay = delayMillis.get();
        if (settings.delaySeconds() > 0 && delay.isPresent() && delay.getAsLong() > 1000L * settings.delaySeconds()) {
            reasons.put(Alert.DELAY, "the target is " + delay.getAsLong() / 1000 + " s behind");
        }
        if (quarantined.getAsLong() > 0) {
            reasons.put(Alert.QUARANTINE, "changes are in quarantine: " + quarantined.getAsLong());
        }
        if (slotShare.getAsDouble() > HALF) {
            reasons.put(
                    Alert.SLOT,
                    "the slot holds " + Math.round(100 * slotShare.getAsDouble())
                            + "% of the WAL that max_slot_wal_keep_size lets it hold");
        }
        return reasons;
    }
}
