package io.adbpg.sync.quarantine;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what comes into quarantine: each of the first changes in a minute, then how many more. */
final class QuarantineLog {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");
    private static final int MOST = 10;

    private long minute;
    private int told;
    private long untold;

    void add(QuarantinedChange change) {
        long now = System.nanoTime() / Duration.ofMinutes(1).toNanos();
        if (now != minute) {
            tellRest();
            minute = now;
            told = 0;
        }
        if (told++ < MOST) {
            LOG.warn(
                    "quarantine: {}: {}",
                    change,
                    change.why() == null
                            ? "an earlier change of this row is in quarantine"
                            : change.why().message());
        } else {
            untold++;
        }
    }

    private void tellRest() {
        if (untold > 0) {
            LOG.warn("quarantine: {} more changes; see them by `quarantine list`", untold);
            untold = 0;
        }
    }
}
