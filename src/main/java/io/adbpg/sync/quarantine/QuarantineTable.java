package io.adbpg.sync.quarantine;

import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The quarantine table of a job, {@code adbpg_sync.quarantine_<job>} on the target. Only the job writes it, in the transaction
 * of the rows and the position.
 *
 * <p>All methods work in the connection's current transaction. One statement writes or deletes any number of changes.
 */
final class QuarantineTable {
    static final String COLUMNS =
            "id bigint PRIMARY KEY, source_table text NOT NULL, target_table text, operation text NOT NULL,"
                    + " column_names text NOT NULL, key_columns text NOT NULL, row_key text NOT NULL, old_row_key text,"
                    + " old_row text, new_row text, commit_lsn pg_lsn, committed_at timestamptz, sqlstate text,"
                    + " message text NOT NULL, quarantined_at timestamptz DEFAULT clock_timestamp()";

    private static final List<String> NAMES = List.of(
            "id",
            "source_table",
            "target_table",
            "operation",
            "column_names",
            "key_columns",
            "row_key",
            "old_row_key",
            "old_row",
            "new_row",
            "commit_lsn",
            "committed_at",
            "sqlstate",
            "message");

    private final String table;
    private final Connections connections;
    private final Map<List<Object>, Relation> relations = new HashMap<>();

    /** Gives the current connection; after a failure it may be another one. */
    @FunctionalInterface
    interface Connections {
        Connection connection() throws SQLException;
    }

    /**
     * A change with its commit.
     *
     * @param lsn the commit LSN; 0 if it is not known yet
     * @param time the commit time; null if it is not known
     */
    record Entry(QuarantinedChange change, long lsn, Instant time) {}

    QuarantineTable(String job, Connections connections) {
        this(connections, "adbpg_sync." + name(job));
    }

    private QuarantineTable(Connections connections, String table) {
        this.connections = connections;
        this.table = table;
    }

    /** A table of another name in the control schema, for changes that are not in quarantine yet. */
    static QuarantineTable named(String name, Connections connections) {
        return new QuarantineTable(connections, "adbpg_sync." + name);
    }

    /** The table's name, without the schema. */
    static String name(String job) {
        return "quarantine_" + job;
    }

    /** Whether the table exists; a job that never quarantined has none. */
    boolean exists() throws SQLException {
        try (PreparedStatement statement = connections
                .connection()
                .prepareStatement("SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE n.nspname = 'adbpg_sync' AND c.relname = ?")) {
            statement.setString(1, table.substring(table.indexOf('.') + 1));
            return statement.executeQuery().next();
        }
    }

    /** Creates the table, in place of one that is there. */
    void create() throws SQLException {
        execute("DROP TABLE IF EXISTS " + table);
        execute("CREATE TABLE " + table + " (" + COLUMNS + ")");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connections.connection().createStatement()) {
            statement.execute(sql);
        }
    }

    /** Adds all changes of another table, and drops that. */
    void takeOver(QuarantineTable other) throws SQLException {
        String columns = String.join(", ", NAMES) + ", quarantined_at";
        execute("INSERT INTO " + table + " (" + columns + ") SELECT " + columns + " FROM " + other.table);
        execute("DROP TABLE " + other.table);
    }

    /** The greatest number of a change; 0 if there is none. */
    long lastId() throws SQLException {
        try (PreparedStatement statement =
                        connections.connection().prepareStatement("SELECT COALESCE(max(id), 0) FROM " + table);
                ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }

    /** Adds changes, numbered from {@code firstId} on. */
    void add(long firstId, List<Entry> entries, Function<TableName, TableName> targets) throws SQLException {
        List<Object[]> columns = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            columns.add(new Object[entries.size()]);
        }
        for (int i = 0; i < entries.size(); i++) {
            Object[] values = values(firstId + i, entries.get(i), targets);
            for (int column = 0; column < values.length; column++) {
                columns.get(column)[i] = values[column];
            }
        }
        try (PreparedStatement statement = connections
                .connection()
                .prepareStatement("INSERT INTO " + table + " (" + String.join(", ", NAMES)
                        + ") SELECT CAST(q.a AS bigint), q.b, q.c, q.d, q.e, q.f, q.g, q.h, q.i, q.j,"
                        + " CAST(q.k AS pg_lsn), CAST(q.l AS timestamptz), q.m, q.n"
                        + " FROM unnest(CAST(? AS text[]), CAST(? AS text[]), CAST(? AS text[]), CAST(? AS text[]),"
                        + " CAST(? AS text[]), CAST(? AS text[]), CAST(? AS text[]), CAST(? AS text[]),"
                        + " CAST(? AS text[]), CAST(? AS text[]), CAST(? AS text[]), CAST(? AS text[]),"
                        + " CAST(? AS text[]), CAST(? AS text[])) AS q(a, b, c, d, e, f, g, h, i, j, k, l, m, n)")) {
            for (int column = 0; column < columns.size(); column++) {
                statement.setArray(column + 1, connections.connection().createArrayOf("text", columns.get(column)));
            }
            statement.executeUpdate();
        }
    }

    private static Object[] values(long id, Entry entry, Function<TableName, TableName> targets) {
        QuarantinedChange change = entry.change();
        Relation relation = change.relation();
        TableName target = targets.apply(change.table());
        int keyColumns =
                relation.hasKey() ? relation.keyLength() : relation.columns().size();
        return new Object[] {
            Long.toString(id),
            change.table().toString(),
            target == null ? null : target.toString(),
            change.operation().word(),
            RowImage.writeNames(relation.columns()),
            RowImage.writeNames(relation.keyColumns()),
            RowImage.writeKey(keyColumns, change.key()),
            RowImage.writeKey(keyColumns, change.oldKey()),
            RowImage.write(relation.columns(), change.knownOld()),
            RowImage.write(relation.columns(), change.row()),
            entry.lsn() == 0 ? null : Lsn.text(entry.lsn()),
            entry.time() == null ? null : entry.time().toString(),
            change.why() == null ? null : change.why().sqlState(),
            change.message()
        };
    }

    /** Sets the commit of the changes that have none yet. */
    void stamp(long lsn, Instant time) throws SQLException {
        try (PreparedStatement statement = connections
                .connection()
                .prepareStatement("UPDATE " + table
                        + " SET commit_lsn = CAST(? AS pg_lsn), committed_at = ? WHERE commit_lsn IS NULL")) {
            statement.setString(1, Lsn.text(lsn));
            statement.setTimestamp(2, time == null ? null : Timestamp.from(time));
            statement.executeUpdate();
        }
    }

    /** Sets why changes are refused. */
    void explain(Collection<Long> ids, DataRefusal why) throws SQLException {
        try (PreparedStatement statement = connections
                .connection()
                .prepareStatement("UPDATE " + table + " SET sqlstate = ?, message = ? WHERE id = ANY (?)")) {
            statement.setString(1, why.sqlState());
            statement.setString(2, why.message());
            statement.setArray(3, array(ids));
            statement.executeUpdate();
        }
    }

    /** Deletes changes; returns how many. */
    int delete(Collection<Long> ids) throws SQLException {
        try (PreparedStatement statement =
                connections.connection().prepareStatement("DELETE FROM " + table + " WHERE id = ANY (?)")) {
            statement.setArray(1, array(ids));
            return statement.executeUpdate();
        }
    }

    /** Deletes all changes of a table; returns how many. */
    int clear(TableName name) throws SQLException {
        try (PreparedStatement statement =
                connections.connection().prepareStatement("DELETE FROM " + table + " WHERE source_table = ?")) {
            statement.setString(1, name.toString());
            return statement.executeUpdate();
        }
    }

    /** Deletes the changes of a table up to a number; returns how many. */
    int clear(TableName name, long last) throws SQLException {
        try (PreparedStatement statement = connections
                .connection()
                .prepareStatement("DELETE FROM " + table + " WHERE source_table = ? AND id <= ?")) {
            statement.setString(1, name.toString());
            statement.setLong(2, last);
            return statement.executeUpdate();
        }
    }

    /** How many changes there are. */
    long count() throws SQLException {
        try (PreparedStatement statement = connections.connection().prepareStatement("SELECT count(*) FROM " + table);
                ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }

    /** How many changes of a table there are. */
    long count(TableName name) throws SQLException {
        try (PreparedStatement statement = connections
                .connection()
                .prepareStatement("SELECT count(*) FROM " + table + " WHERE source_table = ?")) {
            statement.setString(1, name.toString());
            ResultSet result = statement.executeQuery();
            result.next();
            return result.getLong(1);
        }
    }

    /** How many changes there are of each table that has any. */
    Map<TableName, Integer> counts() throws SQLException {
        Map<TableName, Integer> counts = new TreeMap<>();
        try (PreparedStatement statement = connections
                        .connection()
                        .prepareStatement("SELECT source_table, count(*) FROM " + table + " GROUP BY source_table");
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                counts.put(TableName.parse(result.getString(1)), result.getInt(2));
            }
        }
        return counts;
    }

    /** Reads all changes as chains, without row images. */
    List<ChangeChain> chains() throws SQLException {
        ChainBuilder chains = new ChainBuilder();
        try (PreparedStatement statement = connections
                        .connection()
                        .prepareStatement("SELECT id, source_table, row_key, old_row_key, sqlstate,"
                                + " length(concat(old_row, new_row)) FROM "
                                + table + " ORDER BY id");
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                chains.add(
                        result.getLong(1),
                        TableName.parse(result.getString(2)),
                        RowImage.readKey(result.getString(3)),
                        RowImage.readKey(result.getString(4)),
                        result.getString(5),
                        result.getLong(6));
            }
        }
        return chains.all();
    }

    /** Reads changes by their numbers, in order. */
    List<QuarantinedChange> read(Collection<Long> ids) throws SQLException {
        List<QuarantinedChange> changes = new ArrayList<>();
        try (PreparedStatement statement = connections
                .connection()
                .prepareStatement("SELECT source_table, operation, column_names, key_columns, old_row, new_row FROM "
                        + table + " WHERE id = ANY (?) ORDER BY id")) {
            statement.setArray(1, array(ids));
            ResultSet result = statement.executeQuery();
            while (result.next()) {
                TableName name = TableName.parse(result.getString(1));
                Relation relation = relation(
                        name, RowImage.readNames(result.getString(3)), RowImage.readNames(result.getString(4)));
                Row old = RowImage.read(relation.columns(), result.getString(5));
                Row row = RowImage.read(relation.columns(), result.getString(6));
                changes.add(new QuarantinedChange(relation, Operation.parse(result.getString(2)), old, row, null));
            }
        }
        return changes;
    }

    /** Returns the same relation for the same columns, since statements and staging tables are made per relation. */
    private Relation relation(TableName name, List<String> columns, List<String> key) {
        return relations.computeIfAbsent(
                List.of(name, columns, key),
                all -> new Relation(
                        name, columns, key.stream().mapToInt(columns::indexOf).toArray()));
    }

    private java.sql.Array array(Collection<Long> ids) throws SQLException {
        return connections.connection().createArrayOf("bigint", ids.toArray());
    }
}
