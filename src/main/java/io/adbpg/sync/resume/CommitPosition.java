package io.adbpg.sync.resume;

import io.adbpg.sync.apply.TargetConnection;
import io.adbpg.sync.catalog.Account;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.TableName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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
 * <p>The table is the job's own: several writers of one table would block each other on a Greenplum kernel.
 */
public final class CommitPosition extends ServiceSupport implements ResumeStrategy, CamelContextAware {
    private static final String SCHEMA = "adbpg_sync";

    private final String job;
    private final String table;
    private final TargetConnection target;
    private CamelContext context;
    private ProducerTemplate template;
    private ResumeAdapter adapter;
    private ResumeStrategyConfiguration configuration;
    private State state = State.ABSENT;
    private volatile long written;

    /** The position of a job. */
    public CommitPosition(String job, TargetConnection target) {
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
     * Reads the position, creating its table at first.
     *
     * @return empty unless the state is {@link State#KNOWN}
     */
    public OptionalLong read() throws Exception {
        createTable();
        List<Map<String, Object>> rows = database().run("SELECT CAST(lsn AS text) AS lsn FROM " + table);
        target.commit();
        boolean known = !rows.isEmpty() && rows.get(0).get("lsn") != null;
        written = known ? Lsn.parse((String) rows.get(0).get("lsn")) : 0;
        state = rows.isEmpty() ? State.ABSENT : known ? State.KNOWN : State.STARTED;
        return known ? OptionalLong.of(written) : OptionalLong.empty();
    }

    /** What the last {@link #read()} found. */
    public State state() {
        return state;
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
        String sql = "sql:UPDATE " + table + " SET lsn = CAST(:#lsn AS pg_lsn),"
                + " committed_at = CAST(:#committedAt AS timestamptz), applied_at = clock_timestamp()"
                + " WHERE COALESCE(lsn, '0/0') = CAST(:#held AS pg_lsn)?dataSource=#target&noop=true&parametersCount=3";
        Exchange exchange = template.request(sql, request -> {
            request.getMessage().setHeader("lsn", Lsn.text(lsn));
            request.getMessage().setHeader("held", Lsn.text(written));
            request.getMessage().setHeader("committedAt", time == null ? null : time.toString());
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

    private void createTable() throws Exception {
        Account account = new Account(database());
        // Not CREATE … IF NOT EXISTS at once: that asks for the privilege to create although nothing is to be created.
        boolean exists = !database()
                .run(
                        "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                                + " WHERE n.nspname = 'adbpg_sync' AND c.relname = :?table",
                        Map.of("table", "position_" + job))
                .isEmpty();
        if (!exists) {
            boolean hasSchema = !database()
                    .run("SELECT 1 FROM pg_namespace WHERE nspname = 'adbpg_sync'")
                    .isEmpty();
            if (hasSchema) {
                account.requireOnSchema(SCHEMA, List.of("USAGE", "CREATE"));
            } else {
                account.requireOnDatabase(
                        "CREATE", ", or create the control schema for it: CREATE SCHEMA adbpg_sync AUTHORIZATION …");
                database().run("CREATE SCHEMA adbpg_sync");
            }
            database()
                    .run("CREATE TABLE " + table + " (job text PRIMARY KEY, lsn pg_lsn, committed_at timestamptz,"
                            + " applied_at timestamptz)");
            target.commit();
        }
        account.requireOnTable(new TableName(SCHEMA, "position_" + job), List.of("SELECT", "INSERT", "UPDATE"));
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
