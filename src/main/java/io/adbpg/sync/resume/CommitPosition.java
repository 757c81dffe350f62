package io.adbpg.sync.resume;

import io.adbpg.sync.apply.Target;
import io.adbpg.sync.catalog.Database;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.sql.SqlConstants;
import org.apache.camel.resume.Offset;
import org.apache.camel.resume.OffsetKey;
import org.apache.camel.resume.Resumable;
import org.apache.camel.resume.ResumeAdapter;
import org.apache.camel.resume.ResumeStrategy;
import org.apache.camel.resume.ResumeStrategyConfiguration;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Keeps a job's position in the target, table {@code adbpg_sync.position_<job>}: written in the transaction that holds
 * the rows, it can't be ahead of them or behind.
 *
 * <p>Each write names the position that it follows, and fails if another one is there. So of two processes that believe
 * to be the job only one can commit what comes after a position, whatever {@link JobLock} they hold or have lost: the other
 * waits for the row, finds it changed, and takes its rows back. No fencing by a token of its own is needed.
 *
 * <p>The table is the job's own: several writers of one table would block each other on a Greenplum kernel.
 */
public final class CommitPosition extends ServiceSupport implements ResumeStrategy, CamelContextAware {
    /** What the job does with the table. */
    public static final Set<String> PRIVILEGES = Set.of("SELECT", "INSERT", "UPDATE");

    private final String job;
    private final String table;
    private final Target target;
    private CamelContext context;
    private ProducerTemplate template;
    private ResumeAdapter adapter;
    private ResumeStrategyConfiguration configuration;
    private State state = State.ABSENT;
    private volatile long written;
    private volatile Reached reached;
    private long ahead;
    private int timeline;
    private boolean hasTimeline;

    /**
     * What was committed on the target, as far as this program has seen.
     *
     * @param committedAt when its newest change was committed at the source; null if that is not known
     * @param appliedAt when it was on the target; null if that was before the start
     */
    public record Reached(long lsn, Instant committedAt, Instant appliedAt) {}

    /** The position of a job. */
    public CommitPosition(String job, Target target) {
        this.job = job;
        this.table = "adbpg_sync.position_" + job;
        this.target = target;
    }

    /** What the target knows of the job. */
    public enum State {
        /** Nothing: the job never ran. */
        ABSENT,
        /** That the job is about to create its slot. */
        STARTED,
        /** Its position. */
        KNOWN
    }

    /**
     * What the target holds of a job.
     *
     * @param lsn its position; 0 unless it is known
     * @param ahead the position of tables that are ahead of that; 0 if there are none
     * @param timeline the source's timeline when the position was written; 0 if that is not known
     */
    public record Held(State state, long lsn, long ahead, int timeline) {
        /** Of a job that never ran. */
        public static final Held NOTHING = new Held(State.ABSENT, 0, 0, 0);
    }

    /**
     * Reads the position, creating its table at first.
     *
     * @return empty unless the state is {@link State#KNOWN}
     */
    public OptionalLong read() throws Exception {
        new ControlSchema(database())
                .require(
                        "position_" + job,
                        "job text PRIMARY KEY, lsn pg_lsn, ahead_lsn pg_lsn, committed_at timestamptz, applied_at"
                                + " timestamptz, timeline int",
                        PRIVILEGES);
        addTimeline();
        Held held = find(job, database());
        target.commit();
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

    /** The table of an earlier version of the program lacks the column. */
    private void addTimeline() {
        if (!hasTimeline
                && database()
                        .run(
                                "SELECT 1 FROM pg_attribute WHERE attrelid = CAST(:?table AS regclass) AND attname ="
                                        + " 'timeline' AND NOT attisdropped",
                                Map.of("table", table))
                        .isEmpty()) {
            database().run("ALTER TABLE " + table + " ADD COLUMN timeline int");
        }
        hasTimeline = true;
    }

    /** What the target holds of a job, whose table must be there. */
    public static Held find(String job, Database target) {
        List<Map<String, Object>> rows =
                target.run("SELECT CAST(lsn AS text) AS lsn, CAST(ahead_lsn AS text) AS ahead_lsn,"
                        + " row_to_json(p)->>'timeline' AS timeline FROM adbpg_sync.position_" + job + " AS p");
        Map<String, Object> row = rows.isEmpty() ? Map.of() : rows.get(0);
        boolean known = row.get("lsn") != null;
        return new Held(
                rows.isEmpty() ? State.ABSENT : known ? State.KNOWN : State.STARTED,
                known ? Lsn.parse((String) row.get("lsn")) : 0,
                row.get("ahead_lsn") == null ? 0 : Lsn.parse((String) row.get("ahead_lsn")),
                row.get("timeline") == null ? 0 : Integer.parseInt((String) row.get("timeline")));
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
        run(
                "UPDATE " + table + " SET lsn = CAST(:#lsn AS pg_lsn), ahead_lsn = CAST(:#ahead AS pg_lsn),"
                        + " timeline = CAST(:#timeline AS int) WHERE lsn = CAST(:#held AS pg_lsn)",
                lsn,
                Map.of("ahead", Optional.of(Lsn.text(newAhead)).filter(text -> newAhead > 0)));
        ahead = newAhead;
    }

    /** Notes that the slot is about to be created, so that a crash from here on can be told from a lost position. */
    public void begin() throws Exception {
        database().run("INSERT INTO " + table + " (job) VALUES (:?job)", Map.of("job", job));
        target.commit();
    }

    /** Notes the position at which the job's new slot begins. */
    public void start(long lsn) throws Exception {
        write(lsn, null);
        target.commit();
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
        run(
                "UPDATE " + table
                        + " SET lsn = CAST(:#lsn AS pg_lsn), committed_at = CAST(:#committedAt AS timestamptz),"
                        + " applied_at = clock_timestamp(), timeline = CAST(:#timeline AS int) WHERE COALESCE(lsn, '0/0') = CAST(:#held AS pg_lsn)",
                lsn,
                Map.of("committedAt", Optional.ofNullable(time).map(Instant::toString)));
    }

    private void run(String update, long lsn, Map<String, Optional<String>> values) throws Exception {
        Exchange exchange =
                template.request("sql:" + update + "?dataSource=#target&noop=true&parametersCount=4", request -> {
                    request.getMessage().setHeader("lsn", Lsn.text(lsn));
                    request.getMessage().setHeader("held", Lsn.text(written));
                    request.getMessage().setHeader("timeline", timeline);
                    values.forEach((name, value) -> request.getMessage().setHeader(name, value.orElse(null)));
                });
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        // The commit of a predecessor that was killed may come through after the position was read.
        if (exchange.getMessage().getHeader(SqlConstants.SQL_UPDATE_COUNT, 0, Integer.class) != 1) {
            throw new IllegalStateException("position of job " + job + " on the target is not " + Lsn.text(written)
                    + " any more: another process of the job has written it");
        }
        written = lsn;
    }

    private Database database() {
        return Database.target(template);
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
        if (template == null) {
            context = camelContext;
            template = camelContext.createProducerTemplate();
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
