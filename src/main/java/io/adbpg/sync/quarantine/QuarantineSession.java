package io.adbpg.sync.quarantine;

import io.adbpg.sync.apply.TargetConnection;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Change;
import io.adbpg.sync.fold.NetChanges.Rule;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.quarantine.QuarantineTable.Entry;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The quarantine as a session uses it: takes refused changes, and later changes of the same rows, out of the stream. It
 * writes them in the batch's transaction.
 */
public final class QuarantineSession {
    private final QuarantineTable table;
    private final RefusalSearch search;
    private final int most;
    private final Function<TableName, TableName> targets;
    private final QuarantineTally tally;
    private final QuarantineLog log = new QuarantineLog();
    private final QuarantinedRows rows = new QuarantinedRows();
    private final List<Entry> buffered = new ArrayList<>();
    private final Set<TableName> cleared = new HashSet<>();
    private boolean exists;
    private long count;
    private long bytes;
    private boolean isUnstamped;
    private boolean hasDependent;
    private boolean isChanged;

    /**
     * A quarantine that has not been read yet.
     *
     * @param most how many changes may be quarantined
     * @param targets from a source table to its target; gives null where only the table's route knows
     * @param tally shared with loads
     */
    public QuarantineSession(
            String job,
            TargetConnection connection,
            RefusalSearch search,
            int most,
            Function<TableName, TableName> targets,
            QuarantineTally tally) {
        this.table = new QuarantineTable(job, connection::getConnection);
        this.search = search;
        this.most = most;
        this.targets = targets;
        this.tally = tally;
    }

    /** Reads which rows are quarantined, and drops what is buffered. */
    public void read() throws SQLException {
        buffered.clear();
        cleared.clear();
        rows.clear();
        bytes = 0;
        count = 0;
        isUnstamped = false;
        hasDependent = false;
        isChanged = false;
        long seen = tally.byLoads();
        long last = 0;
        exists = table.exists();
        if (exists) {
            for (ChangeChain chain : table.chains()) {
                chain.keys().forEach(key -> rows.add(chain.table(), key));
                count += chain.ids().size();
            }
            last = table.lastId();
        }
        tally.noteTable(count, last, seen);
    }

    QuarantineTable table() {
        return table;
    }

    /** Whether the target has a quarantine table of the job. */
    boolean exists() {
        return exists;
    }

    /** The job's search for refused rows. */
    public RefusalSearch search() {
        return search;
    }

    /** Whether no row is quarantined. */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /**
     * Takes a change out of the stream if its row is quarantined, under the key before or after. A TRUNCATE stays in the
     * stream, and deletes the table's changes from the quarantine.
     *
     * @param old the row before: its key columns at least; null if there was none or its key has not changed
     * @param row the row after; null if there is none
     * @return whether the change was taken
     */
    public boolean takes(Operation operation, Relation relation, Rule rule, Row old, Row row) {
        if (rule.every() || !rule.operations().contains(operation) || !rows.contains(relation.table())) {
            return false;
        }
        if (operation == Operation.TRUNCATE) {
            cleared.add(relation.table());
            forget(relation.table());
            return false;
        }
        QuarantinedChange change = quarantined(operation, relation, old, row);
        if (!concerns(change)) {
            return false;
        }
        buffer(change);
        return true;
    }

    /** Whether {@link #takes} would take a change that is no TRUNCATE. */
    boolean concerns(Change change, Rule rule) {
        if (rule.every()
                || !rule.operations().contains(change.operation())
                || !rows.contains(change.relation().table())) {
            return false;
        }
        return concerns(quarantined(change.operation(), change.relation(), change.old(), change.row()));
    }

    private boolean concerns(QuarantinedChange change) {
        return contains(change.table(), List.of(change.key()))
                || (change.oldKey() != null && contains(change.table(), List.of(change.oldKey())));
    }

    private static QuarantinedChange quarantined(Operation operation, Relation relation, Row old, Row row) {
        Row image = row == null || relation.hasKey() || old == null ? row : row.completedFrom(old);
        return new QuarantinedChange(relation, operation, old, image, null);
    }

    /** Takes away the buffered changes of the transaction that is open; they are to be {@linkplain #putBack put back}. */
    public List<?> takeOpen() {
        List<Entry> open = buffered.stream().filter(entry -> entry.lsn() == 0).toList();
        buffered.removeAll(open);
        return open;
    }

    /** Buffers what {@link #takeOpen} has taken. */
    public void putBack(List<?> open) {
        open.forEach(entry -> buffered.add((Entry) entry));
    }

    boolean contains(TableName name, List<Row> keys) {
        return keys.stream().anyMatch(key -> rows.contains(name, key));
    }

    private void buffer(QuarantinedChange change) {
        isChanged = true;
        buffered.add(new Entry(change, 0, null));
        rows.add(change.table(), change.key());
        rows.add(change.table(), change.oldKey());
        bytes += change.size();
    }

    private void forget(TableName name) {
        isChanged = true;
        buffered.removeIf(entry -> entry.change().table().equals(name));
        rows.remove(name);
    }

    /** How many changes are buffered until they are written. */
    public int buffered() {
        return buffered.size();
    }

    /** About how much memory the buffered changes take, in bytes. */
    public long bytes() {
        return bytes;
    }

    /** Stamps the buffered changes of the transaction that ends here with its commit. */
    public void stampBuffered(long lsn, Instant time) {
        buffered.replaceAll(entry -> entry.lsn() == 0 ? new Entry(entry.change(), lsn, time) : entry);
    }

    /** Quarantines a change. */
    void add(QuarantinedChange change) {
        hasDependent |=
                change.why() != null && DataRefusal.dependsOnOthers(change.why().sqlState());
        buffer(change);
    }

    /** Deletes a table's changes from the quarantine, since the table was truncated. */
    void clear(TableName name) throws SQLException {
        forget(name);
        if (exists) {
            count -= table.clear(name);
        }
    }

    /** Whether the transaction has a refused change that may pass once other rows are there. */
    boolean hasDependent() {
        return hasDependent;
    }

    /**
     * Writes the buffered changes, in the transaction that is under way.
     *
     * @throws Refusal if too many changes would be quarantined
     */
    public void write() throws SQLException {
        for (TableName name : cleared) {
            count -= table.clear(name);
        }
        cleared.clear();
        if (buffered.isEmpty()) {
            return;
        }
        count += buffered.size();
        if (count + tally.byLoads() > most) {
            throw Refusal.of(
                    "more changes are refused, or follow refused ones, than sync.quarantine-max-changes={0} lets"
                            + " into quarantine; the last: {1}: correct the target, then run `quarantine replay`, or"
                            + " `quarantine discard`, or raise the setting",
                    most, buffered.get(buffered.size() - 1));
        }
        table.add(tally.number(buffered.size()), buffered, targets);
        isUnstamped |= buffered.stream().anyMatch(entry -> entry.lsn() == 0);
        buffered.forEach(entry -> log.add(entry.change()));
        buffered.clear();
        bytes = 0;
    }

    /** Stamps the written changes of the transaction that ends here with its commit. */
    public void stamp(long lsn, Instant time) throws SQLException {
        if (isUnstamped) {
            table.stamp(lsn, time);
        }
        isUnstamped = false;
        hasDependent = false;
    }

    /** Notes that the batch is committed, and logs what it quarantined. */
    public void noteCommit() {
        isChanged = false;
        log.write(rows::contains);
        tally.count(count);
    }

    /** The number of the last quarantined change. */
    long lastId() {
        return tally.last();
    }

    /** Drops what is not committed. */
    public void undo() throws SQLException {
        if (isChanged) {
            log.clear();
            read();
        }
    }
}
