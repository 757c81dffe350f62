package io.adbpg.sync.operate;

import io.adbpg.sync.status.SlotReading;
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
 * <p>The age is known exactly of changes that the job has read. Of others it is known from when the source's WAL was first
 * seen to go beyond what was read, which may be a second late; and when a program starts, from when the newest change was
 * committed that the target holds. WAL that holds nothing for the job counts only while nobody reads the slot.
 */
final class DelayNow {
    private static final int MOST_LOOKS = 1000;
    /** What the source has sent is read after this time, or something else comes in meanwhile. */
    private static final Duration UNDERWAY = Duration.ofMillis(200);

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
     * @param heldSince when the newest change that the target holds was committed at the source; null if that is not known
     * @return empty as long as the source was not seen
     */
    synchronized OptionalLong millis(Instant now, long held, Instant heldSince, SlotReading reading) {
        if (last == null) {
            return OptionalLong.empty();
        }
        Instant oldest = reading.oldestBeyond(held);
        long covered = oldest == null ? Math.max(held, read(reading.quietAt())) : held;
        while (!ahead.isEmpty() && ahead.getFirst().lsn() <= covered) {
            ahead.removeFirst();
        }
        if (oldest == null && ahead.isEmpty()) {
            return OptionalLong.of(0);
        }
        long millis = oldest == null ? 0 : age(now, oldest);
        if (!ahead.isEmpty()) {
            boolean isUnread = !reading.isKnown() && heldSince != null;
            millis = Math.max(
                    millis, age(now, isUnread ? heldSince : ahead.getFirst().time()));
        }
        return OptionalLong.of(millis);
    }

    /** Up to where the source had sent all that the job has certainly read. */
    private long read(Instant quietAt) {
        long read = 0;
        if (quietAt != null) {
            for (SourceLook look : ahead) {
                if (look.time().plus(UNDERWAY).isAfter(quietAt)) {
                    break;
                }
                read = Math.max(read, look.sent());
            }
        }
        return read;
    }

    /** Not negative: the clocks of two machines may differ. */
    private static long age(Instant now, Instant since) {
        return Math.max(0, Duration.between(since, now).toMillis());
    }
}
