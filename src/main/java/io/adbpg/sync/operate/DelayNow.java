package io.adbpg.sync.operate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far the target is behind just now: the age of the oldest change that was committed at the source and not yet at the
 * target. 0 if there is none, also when nothing happens for long; growing while the job waits or is paused.
 *
 * <p>The age is known exactly of changes that have come to the job, and else from when the source's WAL was first seen to go
 * beyond what the target holds, which may be a second late. WAL that holds nothing for the job counts only while nobody
 * reads the slot.
 */
final class DelayNow {
    private static final int MOST_LOOKS = 1000;

    /** The looks at the source whose positions the target has not reached yet, oldest first. */
    private final Deque<SourceLook> ahead = new ArrayDeque<>();

    private SourceLook last;

    /** Takes a look; empty if the source did not answer, which changes nothing about what the target lacks. */
    synchronized void saw(Optional<SourceLook> look) {
        if (look.isPresent()) {
            last = look.get();
            ahead.addLast(last);
            if (ahead.size() > MOST_LOOKS) {
                thin();
            }
        }
    }

    private void thin() {
        boolean drops = false;
        for (Iterator<SourceLook> looks = ahead.iterator(); looks.hasNext(); drops = !drops) {
            looks.next();
            if (drops) {
                looks.remove();
            }
        }
    }

    /**
     * The delay in ms.
     *
     * @param held the target's position
     * @param oldest when the oldest change in hand was committed at the source; null if nothing is in hand
     * @return empty as long as the source was not seen
     */
    synchronized OptionalLong millis(Instant now, long held, Instant oldest) {
        if (last == null) {
            return OptionalLong.empty();
        }
        long covered = oldest == null ? Math.max(held, last.sent()) : held;
        while (!ahead.isEmpty() && ahead.getFirst().lsn() <= covered) {
            ahead.removeFirst();
        }
        long unseen = ahead.isEmpty() ? 0 : age(now, ahead.getFirst().time());
        return OptionalLong.of(oldest == null ? unseen : Math.max(unseen, age(now, oldest)));
    }

    /** Not negative: the clocks of two machines may differ. */
    private static long age(Instant now, Instant since) {
        return Math.max(0, Duration.between(since, now).toMillis());
    }
}
