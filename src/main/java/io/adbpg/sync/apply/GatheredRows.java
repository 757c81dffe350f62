package io.adbpg.sync.apply;

import io.adbpg.sync.failure.AtTable;
import io.adbpg.sync.fold.Row;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rows of a batch that are yet to be deleted and written: first many tables' rows are deleted in one round trip, then each table
 * gets all its new rows by one COPY. They are sent before anything else is done on the connection.
 *
 * <p>If the target refuses any, nothing says which group of rows it is; whoever {@linkplain #allow allows} that rows are gathered
 * rolls back then, and has the groups applied one by one. Nothing is kept here that the batch does not hold anyway but the arrays of
 * keys, and these are bounded.
 */
public final class GatheredRows {
    /** More statements would make pgjdbc wait for the answers to the first ones. */
    private static final int MOST_DELETES = 200;

    private static final int MOST_KEY_BYTES = 4 << 20;
    /** A named parameter, as Camel writes it. */
    private static final Pattern KEY = Pattern.compile(":\\?(key\\d+)");

    private final TargetConnection target;
    private final List<String> deletes = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private int keyBytes;
    private final Map<String, Copied> copies = new LinkedHashMap<>();
    private final Set<String> written = new HashSet<>();
    private boolean isAllowed;
    private boolean isOn;
    private boolean isSending;
    private boolean hasFailed;

    /** All rows for a table, in order. */
    private record Copied(CopiedInto into, List<List<Row>> rows) {}

    /** What sends rows. */
    @FunctionalInterface
    private interface Sending {
        void run() throws SQLException;
    }

    GatheredRows(TargetConnection target) {
        this.target = target;
    }

    /** Whether routes may have rows gathered. */
    public void allow(boolean allowed) {
        isAllowed = allowed;
        isOn &= allowed;
    }

    /** Gathers rows from now on, if that is allowed. */
    void begin() {
        isOn = isAllowed;
    }

    /** Whether rows are gathered. */
    boolean isOn() {
        return isOn;
    }

    /** Whether rows could not be sent, so that what follows them is in vain. */
    public boolean hasFailed() {
        return hasFailed;
    }

    /**
     * Adds rows to delete.
     *
     * @param table where they are
     * @param statement with named parameters, as in {@code :?key1}
     * @param values has their values
     */
    void delete(String table, String statement, Map<String, Object> values) throws SQLException {
        if (written.contains(table)) {
            // They may be among those that wait to be written.
            send();
        }
        Matcher parameter = KEY.matcher(statement);
        StringBuilder text = new StringBuilder();
        while (parameter.find()) {
            parameter.appendReplacement(text, "?");
            String value = values.get(parameter.group(1)).toString();
            keys.add(value);
            keyBytes += value.length();
        }
        deletes.add(parameter.appendTail(text).toString());
        if (deletes.size() >= MOST_DELETES || keyBytes >= MOST_KEY_BYTES) {
            run(this::sendDeletes);
        }
    }

    /** Adds rows to write. */
    void write(CopiedInto into, List<Row> rows) {
        copies.computeIfAbsent(into.statement(), statement -> new Copied(into, new ArrayList<>()))
                .rows
                .add(rows);
        written.add(into.table());
    }

    /** Sends all rows, unless they are being sent. */
    void sendBeforeOthers() throws SQLException {
        if (!isSending && !(deletes.isEmpty() && copies.isEmpty())) {
            send();
        }
    }

    /** Deletes and writes all rows, and forgets them. */
    void send() throws SQLException {
        run(() -> {
            sendDeletes();
            for (Copied copied : copies.values()) {
                copy(copied);
            }
            clear();
        });
    }

    private void run(Sending sending) throws SQLException {
        isSending = true;
        boolean isDone = false;
        try {
            sending.run();
            isDone = true;
        } finally {
            isSending = false;
            if (!isDone) {
                hasFailed = true;
                clear();
            }
        }
    }

    private void sendDeletes() throws SQLException {
        if (deletes.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = target.getConnection().prepareStatement(String.join("; ", deletes))) {
            for (int i = 0; i < keys.size(); i++) {
                statement.setString(i + 1, keys.get(i));
            }
            statement.execute();
        }
        forgetDeletes();
    }

    private void copy(Copied copied) throws SQLException {
        List<Row> rows = copied.rows.size() == 1
                ? copied.rows.get(0)
                : copied.rows.stream().flatMap(List::stream).toList();
        try {
            CopyProducer.copyIntoTable(target, rows, copied.into);
        } catch (OutOfMemoryError e) {
            throw AtTable.of(copied.into.source(), e);
        }
    }

    /**
     * Checks that nothing is missing.
     *
     * @throws SQLException if rows could not be sent
     */
    void requireSent() throws SQLException {
        if (hasFailed) {
            throw new SQLException(
                    "rows are missing that the target has refused, and a step of a route has passed over that: let the route fail there");
        }
    }

    private void forgetDeletes() {
        deletes.clear();
        keys.clear();
        keyBytes = 0;
    }

    /** Forgets the rows, since what comes before them is undone. */
    void clear() {
        forgetDeletes();
        copies.clear();
        written.clear();
    }

    /** Forgets everything, since the transaction is rolled back to where the rows began. */
    void forget() {
        clear();
        isOn = false;
        hasFailed = false;
    }
}
