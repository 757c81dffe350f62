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
 * How far the target is behind just now: at least the age of the oldest change that was committed at the source and not yet at
 * the target. 0 if there is none, also when nothing happens for long; growing by the clock while the job waits or is paused.
 *
 * <p>The age is known exactly of changes that the job has read. Others are taken to be as old as they can be: they were
 * committed after the newest look at the source that showed nothing the target lacks; before there is one, after the time up to
 * which the stored position is complete. WAL that holds nothing for the job counts only while nobody reads the slot, or until
 * what it holds is read. Ages are by the source's clock.
 */
final class DelayNow {
    private static final int MOST_LOOKS = 1000;
    /** What the source has sent is read after this time, or something else comes in meanwhile. */
    private static final Duration UNDERWAY = Duration.ofMillis(200);
    /** A source that has so little left to send is sending it. */
    private static final long LITTLE = 1 << 20;
    /** A look comes once a second. */
    private static final Duration LATE = Duration.ofMillis(2500);
    /** Who reads the slot says so several times a second while nothing comes in. */
    private static final Duration LIVE = Duration.ofSeconds(1);

    /** The looks at the source whose positions the target has not reached yet, oldest first. */
    private final Deque<SourceLook> ahead = new ArrayDeque<>();

    private SourceLook last;
    private long lastHeld;
    /** Up to when, by the source's clock, the target has all that was committed there; null if that is not known. */
    private Instant complete;

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

    /** Up to when, by the source's clock, the target is known to hold all that was committed there. */
    synchronized Optional<Instant> completeUntil() {
        return Optional.ofNullable(complete);
    }

    /**
     * The delay in ms.
     *
     * @param held the target's position
     * @param storedUntil up to when that position is complete, by the source's clock; null if that is not known
     * @return empty as long as it can't be known: the source was not seen, or nothing tells how old is what the target lacks
     */
    synchronized OptionalLong millis(Instant now, long held, Instant storedUntil, SlotReading reading) {
        if (last == null) {
            return OptionalLong.empty();
        }
        if (held < lastHeld) {
            fallBack();
        }
        lastHeld = held;
        advance(storedUntil);
        passReached(held);
        Instant there = now.plus(last.clockAhead());
        Instant oldest = reading.oldestBeyond(held);
        if (oldest != null) {
            return age(there, oldest);
        }
        passReached(Math.max(held, read(reading)));
        Instant quietAt = reading.quietAt();
        boolean isLive = quietAt != null && !quietAt.isBefore(now.minus(LIVE));
        if (ahead.isEmpty()) {
            boolean isFresh = isLive || !last.asked().isBefore(now.minus(LATE));
            return isFresh ? OptionalLong.of(0) : age(there, complete);
        }
        if (complete == null) {
            return OptionalLong.empty();
        }
        SourceLook first = ahead.getFirst();
        boolean isSent = isOfThisStream(first, reading) && first.lsn() - first.sent() <= LITTLE;
        Instant certain = isLive && isSent ? quietAt.minus(UNDERWAY).plus(last.clockAhead()) : complete;
        return age(there, certain.isAfter(complete) ? certain : complete);
    }

    /** Tables that are behind the others have joined. */
    private void fallBack() {
        complete = null;
        if (ahead.isEmpty()) {
            ahead.addLast(last);
        }
    }

    private void advance(Instant until) {
        if (until != null && (complete == null || until.isAfter(complete))) {
            complete = until;
        }
    }

    private void passReached(long covered) {
        while (!ahead.isEmpty() && ahead.getFirst().lsn() <= covered) {
            SourceLook look = ahead.removeFirst();
            advance(look.asked().plus(look.clockAhead()));
        }
    }

    /** Up to where the source had sent all that the job has certainly read. */
    private long read(SlotReading reading) {
        long read = 0;
        Instant quietAt = reading.quietAt();
        if (quietAt != null) {
            for (SourceLook look : ahead) {
                if (look.answered().plus(UNDERWAY).isAfter(quietAt)) {
                    break;
                }
                if (isOfThisStream(look, reading)) {
                    read = Math.max(read, look.sent());
                }
            }
        }
        return read;
    }

    /** What was sent to a former reader of the slot may be lost. */
    private static boolean isOfThisStream(SourceLook look, SlotReading reading) {
        Instant met = reading.metAt();
        return met != null && !look.asked().isBefore(met);
    }

    /** Not negative: a clock may be set back. */
    private static OptionalLong age(Instant now, Instant since) {
        return OptionalLong.of(Math.max(0, Duration.between(since, now).toMillis()));
    }
}
