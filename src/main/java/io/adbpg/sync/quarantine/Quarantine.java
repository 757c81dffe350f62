package io.adbpg.sync.quarantine;

import io.adbpg.sync.apply.TargetConnection;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.NetChanges.Rule;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.resume.ControlSchema;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.Diagnosis;
import io.adbpg.sync.status.NextSession;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The quarantine as an operator sees it: what is in there, and what is asked to be done with it. The job does that between
 * two sessions, since nobody else may write its tables.
 */
public final class Quarantine {
    /** What the job needs on its table. */
    public static final Set<String> PRIVILEGES = Set.of("SELECT", "INSERT", "UPDATE", "DELETE");

    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");
    private static final int SECONDS = 8;

    private final Settings settings;
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final NextSession next;
    private volatile long size;

    /** Something that an operator wants. */
    private record Request(boolean replays, ChangeSelector selector, CompletableFuture<String> answer) {}

    /** The quarantine of a job; {@code next} does what is asked for. */
    public Quarantine(Settings settings, NextSession next) {
        this.settings = settings;
        this.next = next;
    }

    /** The name of a job's table, in the control schema. */
    public static String table(String job) {
        return QuarantineTable.name(job);
    }

    /** How many changes are in it. */
    public long size() {
        return size;
    }

    /** Takes how many changes are in it. */
    public void size(long now) {
        size = now;
    }

    /** Whether somebody waits for the next session. */
    public boolean isAsked() {
        return !requests.isEmpty();
    }

    /** Creates its table, if the job is to put changes aside and there is none. */
    public void require(Database target) {
        if (settings.onError().quarantines()) {
            new ControlSchema(target).require(table(settings.job()), QuarantineTable.COLUMNS, PRIVILEGES);
        }
    }

    /** Takes the changes of tables out that have been loaded again; the caller commits. */
    public void clear(Collection<TableName> loaded, TargetConnection connection) throws SQLException {
        QuarantineTable table = new QuarantineTable(settings.job(), connection::getConnection);
        if (!loaded.isEmpty() && table.exists()) {
            for (TableName name : loaded) {
                int cleared = table.clear(name);
                if (cleared > 0) {
                    LOG.info("quarantine: {} changes of table {} are gone, since it was loaded again", cleared, name);
                }
            }
        }
    }

    /**
     * What is in quarantine, oldest first, in JSON: an object per line.
     *
     * @param table the source table; blank for all
     * @param after only changes with greater numbers
     */
    public String list(String table, long after) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                settings.target().url(), settings.target().properties(settings.job()))) {
            return new QuarantineListing(settings.job(), connection).page(table == null ? "" : table.strip(), after);
        }
    }

    /** How many changes of a table are in quarantine. */
    public long count(TableName table) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                settings.target().url(), settings.target().properties(settings.job()))) {
            QuarantineTable quarantined = new QuarantineTable(settings.job(), () -> connection);
            return quarantined.exists() ? quarantined.count(table) : 0;
        }
    }

    /**
     * Applies changes that are in quarantine.
     *
     * @param what {@code all}, a source table, or numbers with commas between
     * @return what has become of it, for the user
     */
    public String replay(String what) throws InterruptedException {
        return ask(true, what);
    }

    /** Takes changes out of quarantine, never to be applied; see {@link #replay}. */
    public String discard(String what) throws InterruptedException {
        return ask(false, what);
    }

    private String ask(boolean replays, String what) throws InterruptedException {
        Request request = new Request(replays, ChangeSelector.parse(what), new CompletableFuture<>());
        requests.add(request);
        next.ask();
        try {
            return request.answer().get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return "the job has been told, and does it as soon as it can; see `quarantine list` then";
        } catch (ExecutionException e) {
            throw new Refusal(e.getCause().getMessage(), e.getCause());
        }
    }

    /**
     * Does what was asked for, between two sessions.
     *
     * @param known whether a table's changes come by the stream
     * @param rules how a table is folded
     * @param sender what applies a row group
     */
    public void serve(
            QuarantineSession session,
            TargetConnection connection,
            Predicate<TableName> known,
            Function<Relation, Rule> rules,
            GroupSender sender)
            throws Exception {
        Request request = requests.poll();
        while (request != null) {
            try {
                List<ChangeChain> chosen = session.exists()
                        ? request.selector().select(session.table().chains())
                        : List.of();
                String answer = chosen.isEmpty()
                        ? "no such change is in quarantine"
                        : request.replays()
                                ? replay(chosen, known, new Replay(session.table(), connection, rules, sender))
                                : discard(chosen, session.table());
                connection.commit();
                session.read();
                LOG.info("quarantine: {}", answer);
                request.answer().complete(answer);
            } catch (Refusal e) {
                request.answer().completeExceptionally(e);
            } catch (Exception e) {
                request.answer().completeExceptionally(Diagnosis.of(e, settings).refusal());
                throw e;
            }
            request = requests.poll();
        }
    }

    private static String replay(List<ChangeChain> chosen, Predicate<TableName> known, Replay replay) throws Exception {
        for (ChangeChain chain : chosen) {
            if (!known.test(chain.table())) {
                throw new Refusal(
                        "table " + chain.table() + " is not in step: replay its changes when it is, or discard"
                                + " them if it has left the job");
            }
        }
        int all = size(chosen);
        int applied = replay.run(chosen);
        return "replayed " + applied + " of " + all + " changes"
                + (applied < all ? "; the others are still refused, `quarantine list` says why" : "");
    }

    private static String discard(List<ChangeChain> chosen, QuarantineTable table) throws SQLException {
        int discarded = table.delete(
                chosen.stream().flatMap(chain -> chain.ids().stream()).toList());
        return "discarded " + discarded + " changes: their rows differ from the source's until they change again";
    }

    private static int size(List<ChangeChain> chains) {
        return chains.stream().mapToInt(chain -> chain.ids().size()).sum();
    }
}
