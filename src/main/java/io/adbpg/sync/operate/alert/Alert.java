package io.adbpg.sync.operate.alert;

import java.util.Locale;

/** What the job alerts of. */
enum Alert {
    /** It has waited for too long. */
    WAITING,
    /** The target is too far behind. */
    DELAY,
    /** Changes are in quarantine. */
    QUARANTINE,
    /** The slot holds more than half of what it may. */
    SLOT,
    /** It has given up. */
    FAILED;

    /** The word by which messages name it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
