package io.adbpg.sync.resume;

import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.resume.PositionTable.Held;
import io.adbpg.sync.resume.PositionTable.State;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
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
 * Keeps a job's position in the target, in its {@link PositionTable}: written in the transaction that holds the rows, it
 * can't be ahead of them or behind.
 *
 * <p>Each write names the position that it follows, and fails if another one is there. So of two processes that believe
 * to be the job only one can commit what comes after a position, whatever {@link JobLock} they hold or have lost: the other
 * waits for the row, finds it changed, and takes its rows back. No fencing by a token of its own is needed.
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
    private long ahead;
    private int timeline;

    /**
     * What was committed on the target, as far as this program has seen.
     *
     * @param committedAt when its newest change was committed at the source; null if that is not known
     * @param appliedAt when it was on the target; null if that was before the start
     */
    public record Reached(long lsn, Instant committedAt, Instant appliedAt) {}

    /** Commits what the calling thread did on the target. */
    @FunctionalInterface
    public interface Commit {
        /** Returns when the target holds it. */
        void run() throws SQLException;
    }

    /** The position of a job. */
    public CommitPosition(String job, Commit commit) {
        this.job = job;
        this.commit = commit;
    }

    /**
     * Reads the position, creating its table at first.
     *
     * @return empty unless the state is {@link State#KNOWN}
     */
    public OptionalLong read() throws Exception {
        table.require();
        Held held = table.held();
        commit.run();
        written = held.lsn();
        ahead = held.ahead();
        timeline = held.timeline();
        state = held.state();
        Reached before = reached;
        if (state == State.KNOWN && (before == null || before.lsn() != written)) {
            reached = new Reached(written, null, null);
        }
        return state == State.KNOWN ? OptionalLong.of(written) : OptionalLong.empty();
    }

    /** Takes note that the position which was written last is committed. */
    public void isCommitted(Instant committedAt) {
        Reached before = reached;
        // Of a position that only moves on while the tables are idle.
        Instant newest = committedAt != null || before == null ? committedAt : before.committedAt();
        reached = new Reached(written, newest, Instant.now());
    }

    /** What the target holds for sure; empty if that is not known yet. */
    public Optional<Reached> reached() {
        return Optional.ofNullable(reached);
    }

    /** What the last {@link #read()} found. */
    public State state() {
        return state;
    }

    /**
     * The position that tables hold which are ahead of {@link #written()}, until that has come so far: a table that was
     * loaded catches up with the others, or the others with it. 0 if all tables are at the same position.
     */
    public long ahead() {
        return ahead;
    }

    /** The source's timeline when the position was written that the last {@link #read()} found; 0 if it is not known. */
    public int timeline() {
        return timeline;
    }

    /** Takes note of the source's timeline that the positions belong to which are written from now on. */
    public void isOn(int current) {
        timeline = current;
    }

    /**
     * Parts the tables in those that are at one position and those that are ahead, in the transaction that is under way.
     *
     * @param lsn where the stream goes on, for the tables that are behind
     * @param newAhead the position that the others hold; 0 if there is none
     */
    public void part(long lsn, long newAhead) throws Exception {
        table.part(lsn, written, timeline, newAhead);
        written = lsn;
        ahead = newAhead;
    }

    /** Notes that the slot is about to be created, so that a crash from here on can be told from a lost position. */
    public void begin() throws Exception {
        table.begin();
        commit.run();
    }

    /** Notes the position at which the job's new slot begins. */
    public void start(long lsn) throws Exception {
        write(lsn, null);
        commit.run();
    }

    /**
     * Writes the position of a batch in the transaction of its rows: a step of the capture route, before the commit.
     * Fails if the target does not hold the position any more that the batch follows: the rows are there already then.
     *
     * @param offset the batch's offset
     * @param time when its newest transaction was committed at the source; may be null
     */
    public void write(Resumable offset, Instant time) throws Exception {
        write((Long) offset.getLastOffset().getValue(), time);
    }

    private void write(long lsn, Instant time) throws Exception {
        table.write(lsn, written, timeline, time);
        written = lsn;
    }

    /** Camel calls this after an exchange; the position is in the target by then. */
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
            throw new IllegalStateException("position " + Lsn.text(lsn) + " of job " + job
                    + " was not written with its rows: route batch lacks its step batch-position");
        }
    }

    @Override
    public void updateLastOffset(OffsetKey<?> key, Offset<?> offset, UpdateCallBack callBack) {
        updateLastOffset(key, offset);
        callBack.onUpdate(null);
    }

    /** The last position written. */
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
