package io.adbpg.sync.resume;

import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.failure.Hindrance;
import io.adbpg.sync.resume.PositionTable.State;
import io.adbpg.sync.resume.PositionTable.StoredPosition;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.resume.Offset;
import org.apache.camel.resume.OffsetKey;
import org.apache.camel.resume.Resumable;
import org.apache.camel.resume.ResumeAdapter;
import org.apache.camel.resume.ResumeStrategy;
import org.apache.camel.resume.ResumeStrategyConfiguration;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Stores a job's position on the target, in its {@link PositionTable}. Since it is written in the transaction of the
 * rows, it is never ahead of them nor behind.
 *
 * <p>Each write names the position that it follows, and fails if the target holds another one. So if two copies of the
 * job run, whatever has become of their {@link JobLock}, only one can commit what follows a position: the other waits
 * for the row lock, finds the position changed, and rolls back. No separate fencing token is needed.
 */
public final class CommitPosition extends ServiceSupport implements ResumeStrategy, CamelContextAware {
    private final String job;
    private final Commit commit;
    private CamelContext context;
    private PositionTable table;
    private ResumeAdapter adapter;
    private ResumeStrategyConfiguration configuration;
    private State state = State.ABSENT;
    private volatile long written;
    private volatile Reached reached;
    private volatile Instant completeUntil;
    private long changes;
    private long applying;
    private long ahead;
    private int timeline;
    private LastTransaction last = LastTransaction.UNKNOWN;
    private final Queue<LastTransaction> told = new ConcurrentLinkedQueue<>();

    /**
     * What the target holds, as far as this program knows.
     *
     * @param committedAt when its newest change was committed on the source; null if unknown
     * @param appliedAt when it was committed on the target; null if that was before the start
     * @param completeUntil a time by the source's clock up to which the target holds all that was committed there; null if
     *     unknown
     * @param changes how many changes of the source have been applied since the job began
     */
    public record Reached(long lsn, Instant committedAt, Instant appliedAt, Instant completeUntil, long changes) {}

    /** Commits what the calling thread has done on the target. */
    @FunctionalInterface
    public interface Commit {
        /** Returns once the commit is durable on the target. */
        void run() throws SQLException;
    }

    /** @param commit commits the target's transaction */
    public CommitPosition(String job, Commit commit) {
        this.job = job;
        this.commit = commit;
    }

    /**
     * Reads the position, and creates its table if that is missing.
     *
     * @return empty unless the state is {@link State#KNOWN}
     */
    public OptionalLong read() throws Exception {
        table.require();
        StoredPosition stored = table.stored();
        commit.run();
        written = stored.lsn();
        ahead = stored.ahead();
        timeline = stored.timeline();
        last = stored.last();
        completeUntil = stored.completeUntil();
        changes = stored.changes();
        applying = 0;
        told.clear();
        state = stored.state();
        Reached before = reached;
        if (state == State.KNOWN && (before == null || before.lsn() != written)) {
            reached = new Reached(written, last.time(), null, completeUntil, changes);
        }
        return state == State.KNOWN ? OptionalLong.of(written) : OptionalLong.empty();
    }

    /** Notes that the last written position is committed. */
    public void noteCommitted(Instant committedAt) {
        Reached before = reached;
        // Null if the position only moved on while the tables were idle.
        changes += applying;
        applying = 0;
        Instant newest = committedAt != null || before == null ? committedAt : before.committedAt();
        reached = new Reached(written, newest, Instant.now(), completeUntil, changes);
    }

    /** Notes that changes are being applied; the position that follows includes them. */
    public void noteChanges(long applied) {
        applying += applied;
    }

    /** What was noted since the last commit is rolled back. */
    public void forgetChanges() {
        applying = 0;
    }

    /**
     * Notes that the target holds all that was committed on the source until then, by the source's clock; the positions that
     * follow say so.
     *
     * @param held the position by which that is known; if the job is not as far any more, it does not count
     */
    public synchronized void noteCompleteUntil(Instant time, long held) {
        if (held <= written) {
            noteCompleteUntil(time);
        }
    }

    private synchronized void noteCompleteUntil(Instant time) {
        if (completeUntil == null || time.isAfter(completeUntil)) {
            completeUntil = time;
        }
    }

    /** Returns what the target certainly holds; empty if that is not known yet. */
    public Optional<Reached> reached() {
        return Optional.ofNullable(reached);
    }

    /** Returns the state that the last {@link #read()} found. */
    public State state() {
        return state;
    }

    /**
     * Returns the position of the tables that are ahead of {@link #written()}; 0 if all tables are at the same
     * position. After a load, either the loaded table or all others are ahead until the rest has caught up.
     */
    public long ahead() {
        return ahead;
    }

    /** Returns the source's timeline at the time when the position was written; 0 if unknown. */
    public int timeline() {
        return timeline;
    }

    /** Sets the source's timeline for the positions that are written from now on. */
    public void noteTimeline(int current) {
        timeline = current;
    }

    /** The last transaction before the position, or before that of the tables that are ahead. */
    public LastTransaction lastTransaction() {
        return last;
    }

    /** Notes that the stream has told of a transaction with changes; the positions that follow include it. */
    public void noteTransaction(long lsn, Instant time) {
        told.add(new LastTransaction(lsn, time));
    }

    private LastTransaction lastAt(long lsn) {
        for (LastTransaction next = told.peek(); next != null && next.lsn() <= lsn; next = told.peek()) {
            told.remove();
            last = next.lsn() > last.lsn() ? next : last;
        }
        return last;
    }

    /**
     * Moves on to the position of loaded tables, in the current transaction: the stream does not tell what comes before.
     *
     * @param lsn the position
     */
    public void skipTo(long lsn) throws Exception {
        last = new LastTransaction(lsn, null);
        split(lsn, 0);
    }

    /**
     * Splits the tables into those at one position and those that are ahead, in the current transaction.
     *
     * @param lsn the position of the tables that are behind, where the stream goes on
     * @param newAhead the position of the tables that are ahead; 0 if there are none
     */
    public void split(long lsn, long newAhead) throws Exception {
        long expected = written;
        if (lsn < expected) {
            fallBackTo(lsn);
        }
        table.split(lsn, expected, timeline, lastAt(lsn), newAhead, completeUntil, changes);
        written = lsn;
        ahead = newAhead;
    }

    /** Records that the slot is about to be created, so that a later start can tell a crash from a lost position. */
    public void begin() throws Exception {
        table.begin();
        commit.run();
    }

    /** Tables were loaded as of a position that lies behind the others. */
    private synchronized void fallBackTo(long lsn) {
        written = lsn;
        completeUntil = null;
        reached = new Reached(lsn, null, null, null, changes);
    }

    /**
     * Stores the position at which the job's new slot begins.
     *
     * @param asked when the slot was asked for, by the source's clock; null if that is not known
     */
    public void start(long lsn, Instant asked) throws Exception {
        last = new LastTransaction(lsn, null);
        if (asked != null) {
            noteCompleteUntil(asked);
        }
        write(lsn, null);
        commit.run();
        reached = new Reached(lsn, null, null, completeUntil, changes);
    }

    /**
     * Writes the position of a batch in the transaction of its rows: a step of the capture route, before the commit.
     * Fails if the target no longer holds the position that the batch follows, since another copy has then applied
     * these rows.
     *
     * @param offset the batch's offset
     * @param time when its newest transaction was committed on the source; may be null
     */
    public void write(Resumable offset, Instant time) throws Exception {
        write((Long) offset.getLastOffset().getValue(), time);
    }

    private void write(long lsn, Instant time) throws Exception {
        if (time != null) {
            noteCompleteUntil(time);
        }
        table.write(lsn, written, timeline, lastAt(lsn), time, completeUntil, changes + applying);
        written = lsn;
    }

    /** Camel calls this after each exchange; the target must hold the position by then. */
    @Override
    public <T extends Resumable> void updateLastOffset(T offset) throws Exception {
        updateLastOffset(offset.getOffsetKey(), offset.getLastOffset());
    }

    @Override
    public <T extends Resumable> void updateLastOffset(T offset, UpdateCallBack callBack) throws Exception {
        updateLastOffset(offset);
        callBack.onUpdate(null);
    }

    @Override
    public void updateLastOffset(OffsetKey<?> key, Offset<?> offset) {
        long lsn = (Long) offset.getValue();
        if (lsn > written) {
            throw Hindrance.of(
                    "position {0} of job {1} was not written with its rows: route batch lacks its step batch-position",
                    Lsn.text(lsn), job);
        }
    }

    @Override
    public void updateLastOffset(OffsetKey<?> key, Offset<?> offset, UpdateCallBack callBack) {
        updateLastOffset(key, offset);
        callBack.onUpdate(null);
    }

    /** Returns the last written position. */
    public long written() {
        return written;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        if (table == null) {
            context = camelContext;
            table = new PositionTable(job, camelContext.createProducerTemplate());
        }
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setAdapter(ResumeAdapter adapter) {
        this.adapter = adapter;
    }

    @Override
    public ResumeAdapter getAdapter() {
        return adapter;
    }

    @Override
    public void setResumeStrategyConfiguration(ResumeStrategyConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    public ResumeStrategyConfiguration getResumeStrategyConfiguration() {
        return configuration;
    }
}
