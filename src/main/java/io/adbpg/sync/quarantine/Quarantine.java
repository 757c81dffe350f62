package io.adbpg.sync.quarantine;

import io.adbpg.sync.apply.TargetConnection;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.failure.Worded;
import io.adbpg.sync.fold.NetChanges.Rule;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.resume.ControlSchema;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.Diagnosis;
import io.adbpg.sync.status.NextSession;
import java.sql.Connection;
import java.sql.SQLException;
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
 * The quarantine as operators see it: lists it, and takes requests to replay or discard changes. The job serves the requests
 * between two sessions, since it is the only writer of its target tables.
 */
public final class Quarantine {
    /** The privileges that the job needs on the quarantine table. */
    public static final Set<String> PRIVILEGES = Set.of("SELECT", "INSERT", "UPDATE", "DELETE");

    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");
    private static final int SECONDS = 8;

    private final Settings settings;
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final NextSession next;
    private final QuarantineTally tally = new QuarantineTally();
    private int due;

    /** A request of an operator. */
    private record Request(boolean replays, ChangeSelector selector, CompletableFuture<Message> answer) {}

    /** @param next starts the session that serves requests */
    public Quarantine(Settings settings, NextSession next) {
        this.settings = settings;
        this.next = next;
    }

    /** The name of a job's quarantine table in the control schema. */
    public static String table(String job) {
        return QuarantineTable.name(job);
    }

    /** How many changes are quarantined. */
    public long size() {
        return tally.size();
    }

    /** How many changes are quarantined, and their numbers. */
    public QuarantineTally tally() {
        return tally;
    }

    /** Whether requests wait to be served. */
    public boolean isAsked() {
        return !requests.isEmpty();
    }

    /** Creates the quarantine table if the job quarantines changes and has none yet. */
    public void require(Database target) {
        if (settings.onError().quarantines()) {
            new ControlSchema(target).require(table(settings.job()), QuarantineTable.COLUMNS, PRIVILEGES);
        }
    }

    /** The quarantine for a load that begins. */
    public LoadQuarantine forLoad(TargetConnection connection) throws SQLException {
        return new LoadQuarantine(settings, tally, connection);
    }

    /**
     * Lists quarantined changes, oldest first: a JSON object per line, at most 100.
     *
     * @param table the source table; blank for all
     * @param after the number after which to start
     */
    public String list(String table, long after) throws SQLException {
        try (Connection connection = settings.target().connect(settings.job())) {
            return new QuarantineListing(settings.job(), connection).page(table == null ? "" : table.strip(), after);
        }
    }

    /** How many changes of a table are quarantined. */
    public long count(TableName table) throws SQLException {
        try (Connection connection = settings.target().connect(settings.job())) {
            QuarantineTable quarantined = new QuarantineTable(settings.job(), () -> connection);
            return quarantined.exists() ? quarantined.count(table) : 0;
        }
    }

    /**
     * Applies quarantined changes.
     *
     * @param what {@code all}, a source table, or numbers separated by commas
     * @return the outcome, for the user
     * @throws Refusal if the request is malformed or can't be served
     */
    public Message replay(String what) throws InterruptedException {
        return ask(true, what);
    }

    /** Deletes quarantined changes without applying them; see {@link #replay}. */
    public Message discard(String what) throws InterruptedException {
        return ask(false, what);
    }

    private Message ask(boolean replays, String what) throws InterruptedException {
        Request request = new Request(replays, ChangeSelector.parse(what), new CompletableFuture<>());
        requests.add(request);
        next.ask();
        try {
            return request.answer().get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return Message.of("the job has been told, and will do it as soon as it can; see `quarantine list` then");
        } catch (ExecutionException e) {
            throw new Refusal(Worded.of(e.getCause()), e.getCause());
        }
    }

    /**
     * Notes that a session begins, which serves the requests that wait by now. It does not serve those that follow: what it
     * knows of the target may be older than what an operator has altered there before asking.
     */
    public void beginSession() {
        due = requests.size();
    }

    /**
     * Serves the requests that waited when the session began.
     *
     * @param known whether the stream delivers a table's changes
     * @param rules the rule by which changes of a table are folded
     * @param sender applies a row group
     */
    public void serve(
            QuarantineSession session,
            TargetConnection connection,
            Predicate<TableName> known,
            Function<Relation, Rule> rules,
            GroupSender sender)
            throws Exception {
        for (; due > 0; due--) {
            Request request = requests.remove();
            try {
                List<ChangeChain> chosen = session.exists()
                        ? request.selector().select(session.table().chains())
                        : List.of();
                Message answer = chosen.isEmpty()
                        ? Message.of("no such change is in quarantine")
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
        }
    }

    private static Message replay(List<ChangeChain> chosen, Predicate<TableName> known, Replay replay)
            throws Exception {
        for (ChangeChain chain : chosen) {
            if (!known.test(chain.table())) {
                throw Refusal.of(
                        "table {0} is not in step: replay its changes when it is, or discard them if it has left the job",
                        chain.table());
            }
        }
        int all = size(chosen);
        int applied = replay.run(chosen);
        return Message.of(
                "replayed {0} of {1} changes{2}",
                applied,
                all,
                applied < all
                        ? Message.of("; the others are still refused, `quarantine list` says why")
                        : Message.NONE);
    }

    private static Message discard(List<ChangeChain> chosen, QuarantineTable table) throws SQLException {
        int discarded = table.delete(
                chosen.stream().flatMap(chain -> chain.ids().stream()).toList());
        return Message.of(
                "discarded {0} changes: their rows differ from the source's until they change again", discarded);
    }

    private static int size(List<ChangeChain> chains) {
        return chains.stream().mapToInt(chain -> chain.ids().size()).sum();
    }
}
