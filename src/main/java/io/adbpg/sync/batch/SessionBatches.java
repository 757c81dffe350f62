package io.adbpg.sync.batch;

import io.adbpg.sync.apply.RefusedStagedRow;
import io.adbpg.sync.apply.Target;
import io.adbpg.sync.apply.TargetConnection;
import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Backoff;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Batch;
import io.adbpg.sync.fold.NetChanges.Rule;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.RowGroup;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.mapping.TableRoutes.TableRoute;
import io.adbpg.sync.quarantine.DataRefusal;
import io.adbpg.sync.quarantine.GroupSender;
import io.adbpg.sync.quarantine.Quarantine;
import io.adbpg.sync.quarantine.QuarantineSession;
import io.adbpg.sync.quarantine.RefusalSearch;
import io.adbpg.sync.quarantine.SavepointApply;
import io.adbpg.sync.quarantine.TransactionSearch;
import io.adbpg.sync.resume.CommitPosition;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.JobMetrics;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.status.JobStatus;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the batches of one session: sends each through the routes as a whole, or piece by piece behind savepoints while a
 * refused row is searched for.
 */
public final class SessionBatches {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");

    /** How many batches are applied group by group once one was refused. */
    private static final int ONE_BY_ONE = 100;

    private final Settings settings;
    private final TableRoutes routes;
    private final CommitPosition position;
    private final TargetConnection connection;
    private final RefusalSearch search;
    private final Backoff backoff;
    private final BatchSender sender;
    private final Target target;
    private final JobStatus status;
    private final JobMetrics metrics;
    private final Quarantine allQuarantined;
    private final QuarantineSession quarantine;
    /** How many batches are to be applied group by group, since one was refused. */
    private int oneByOne;

    private SavepointApply savepoints;
    private TransactionSearch transactions;

    /**
     * Uses the connection that the position is written on.
     *
     * @param search kept from one session to the next
     * @param backoff reset to its shortest pause when a batch is applied
     */
    public SessionBatches(
            Settings settings,
            Target target,
            JobStatus status,
            JobMetrics metrics,
            Quarantine allQuarantined,
            TableRoutes routes,
            CommitPosition position,
            RefusalSearch search,
            Backoff backoff,
            BatchSender sender) {
        this.settings = settings;
        this.target = target;
        this.status = status;
        this.metrics = metrics;
        this.allQuarantined = allQuarantined;
        this.routes = routes;
        this.position = position;
        this.connection = target.own();
        this.search = search;
        this.backoff = backoff;
        this.sender = sender;
        this.quarantine = new QuarantineSession(
                settings.job(),
                connection,
                search,
                settings.onError().mostQuarantined(),
                routes::target,
                allQuarantined.tally());
    }

    /**
     * Reads the quarantine, and replays or discards what operators have asked for.
     *
     * @param isStreamed whether the stream delivers a table's changes now
     */
    public void open(Predicate<TableName> isStreamed) throws Exception {
        search.restart();
        metrics.forgetPieces();
        GroupSender piece = groups -> sender.send(routes, new Batch(groups, 0, false, 0, null, null));
        try {
            quarantine.read();
            allQuarantined.serve(quarantine, connection, isStreamed, this::rule, piece);
            connection.commit();
        } catch (SQLException e) {
            throw new Failed("target", e);
        }
        savepoints = new SavepointApply(quarantine, connection, this::rule, piece);
        transactions = new TransactionSearch(quarantine, connection, this::rule, piece, savepoints);
    }

    /** The quarantine as this session keeps it. */
    public QuarantineSession quarantine() {
        return quarantine;
    }

    /** The rule by which changes of a table are folded. */
    public Rule rule(Relation relation) {
        TableRoute route = routes.of(relation.table());
        return route.mapping() == null ? Rule.DEFAULT : route.mapping().rule(relation.table());
    }

    /**
     * Applies a batch. If it is complete, the routes have committed it when this returns.
     *
     * @throws SessionOver if the target refused a row and the next session is to search for it
     */
    public void apply(Batch batch) throws Exception {
        RoutePaused.check(routes);
        target.attach(connection);
        long begin = System.nanoTime();
        search.count(batch.changes());
        position.noteChanges(batch.changes());
        Batch applied;
        try {
            applied = search.isOn() ? applyWithSavepoints(batch) : applyAtOnce(batch);
        } catch (Failed | Refusal e) {
            throw failure(e);
        } catch (SQLException e) {
            throw failure(new Failed("target", e));
        }
        if (batch.complete()) {
            position.noteCommitted(batch.newestCommit());
            search.noteCommit();
            quarantine.noteCommit();
            savepoints.noteEnd();
        }
        // Not earlier: a batch that fails each time must not be retried without a pause.
        backoff.reset();
        status.enter(JobState.SYNCING, search.reason());
        metrics.countBatch(applied, Duration.ofNanos(System.nanoTime() - begin));
    }

    private Batch applyAtOnce(Batch batch) throws Exception {
        quarantine.write();
        if (batch.complete()) {
            quarantine.stamp(batch.lsn(), batch.newestCommit());
        }
        if (batch.groups().isEmpty() || oneByOne > 0) {
            oneByOne = Math.max(0, oneByOne - 1);
            sender.send(routes, batch);
        } else {
            applyGathered(batch);
        }
        return batch;
    }

    /**
     * Applies a batch with its rows gathered. If the target refuses anything of that, the batch is applied once more group by group,
     * which has rows with the same key give way, and tells which row is refused; so are some that follow.
     */
    private void applyGathered(Batch batch) throws Exception {
        // What comes before in the same transaction stays: pieces, and what was put into quarantine.
        Savepoint before = connection.isInTransaction() ? connection.mark() : null;
        connection.gathered().allow(true);
        try {
            sender.send(routes, batch);
        } catch (Exception e) {
            connection.gathered().allow(false);
            if (!connection.gathered().hasFailed()) {
                throw e;
            }
            LOG.debug("a batch is refused, and applied once more group by group", e);
            rollBackTo(before, e);
            oneByOne = ONE_BY_ONE;
            sender.send(routes, batch);
            return;
        }
        connection.gathered().allow(false);
        if (before != null && !batch.complete()) {
            connection.release(before);
        }
    }

    private void rollBackTo(Savepoint before, Exception failure) throws Exception {
        try {
            if (before == null) {
                connection.rollback();
            } else {
                connection.rollbackTo(before);
            }
        } catch (SQLException e) {
            // Such as a connection that is lost, which the failure tells.
            failure.addSuppressed(e);
            throw failure;
        }
    }

    private Batch applyWithSavepoints(Batch batch) throws Exception {
        // The transaction that is open ends with another commit than those that come first.
        List<?> open = quarantine.takeOpen();
        quarantine.write();
        List<RowGroup> applied = transactions.apply(batch.apart());
        quarantine.putBack(open);
        quarantine.write();
        applied.addAll(savepoints.apply(batch.groups()));
        if (batch.complete()) {
            savepoints.end(batch.lsn(), batch.newestCommit());
            sender.send(routes, batch.with(List.of()));
        }
        return batch.with(applied);
    }

    /** The exception that ends the session. A row that may be quarantined is searched for by the next session. */
    private RuntimeException failure(RuntimeException failure) {
        DataRefusal why = DataRefusal.find(failure);
        if (why != null && settings.onError().quarantines() && search.intensify()) {
            LOG.info(
                    "a change is refused, and looked for from position {} on: {}",
                    Lsn.text(position.written()),
                    why.message());
            return new SessionOver("a change is refused");
        }
        Refusal refusal = failure instanceof Refusal ? null : RefusedStagedRow.find(connection, failure);
        return refusal == null ? failure : refusal;
    }

    /** Rolls back the pieces of a transaction that have been applied. */
    public void undo() {
        connection.reset();
        metrics.forgetPieces();
        position.forgetChanges();
        search.restart();
    }
}
