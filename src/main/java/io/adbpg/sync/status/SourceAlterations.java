package io.adbpg.sync.status;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.status.SourceAlteration.Outcome;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The last changes of source tables' structures that the job has met since its start, {@value #MOST} at most. */
public final class SourceAlterations {
    private static final int MOST = 50;

    private final Clock clock;
    private final List<SourceAlteration> newestFirst = new ArrayList<>();

    /** None yet. */
    public SourceAlterations(Clock clock) {
        this.clock = clock;
    }

    /**
     * Notes a change, or what became of one that the job has waited with.
     *
     * @param detail what else is to be said of the outcome; may be blank
     * @return whether it is met for the first time
     */
    public synchronized boolean note(TableName table, Message change, Outcome outcome, Message detail) {
        for (int i = 0; i < newestFirst.size(); i++) {
            SourceAlteration before = newestFirst.get(i);
            if (before.isSame(table, change)) {
                newestFirst.set(i, new SourceAlteration(before.seen(), table, change, outcome, detail));
                return false;
            }
        }
        newestFirst.add(0, new SourceAlteration(clock.instant(), table, change, outcome, detail));
        if (newestFirst.size() > MOST) {
            newestFirst.remove(MOST);
        }
        return true;
    }

    /** Notes that nobody waits with a change any more; does nothing if nobody has. */
    public synchronized void settle(TableName table, Message change) {
        if (newestFirst.stream().anyMatch(before -> before.isSame(table, change))) {
            note(table, change, Outcome.TAKEN_OVER, Message.NONE);
        }
    }

    /** Returns them, the newest first. */
    public synchronized List<SourceAlteration> all() {
        return List.copyOf(newestFirst);
    }
}
