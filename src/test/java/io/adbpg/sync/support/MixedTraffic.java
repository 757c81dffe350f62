package io.adbpg.sync.support;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.postgresql.PGConnection;

/**
 * Transactions of all kinds and of 1 to 5,000 rows, one after the other on several tables of a source, until it is
 * stopped.
 *
 * <p>Two things hold after each transaction, and {@link #VIOLATIONS} finds where they don't: the money in the two account
 * tables is {@link #MONEY}, and there are as many lines as the headers say.
 */
public final class MixedTraffic {
    /** The source's tables. */
    public static final String SOURCE_TABLES =
            """
            CREATE TABLE savings (id int PRIMARY KEY, balance bigint NOT NULL);
            CREATE TABLE loans (id int PRIMARY KEY, balance bigint NOT NULL);
            CREATE TABLE items (id bigint PRIMARY KEY, version int NOT NULL, text text);
            CREATE TABLE headers (no bigint PRIMARY KEY, lines int NOT NULL);
            CREATE TABLE lines (header bigint, line int);
            CREATE TABLE events (kind int, text text);
            ALTER TABLE lines REPLICA IDENTITY FULL;
            ALTER TABLE events REPLICA IDENTITY FULL;
            """;

    /** The target's tables: the same. */
    public static final String TARGET_TABLES = SOURCE_TABLES.replaceAll("ALTER TABLE .*;", "");

    /** The routes of these tables. */
    public static final String TABLE_ROUTES =
            route("savings") + route("loans") + route("items") + route("headers") + route("lines") + route("events");

    /** All rows of each table, in an order. */
    public static final List<String> ALL_ROWS = List.of(
            "SELECT * FROM savings ORDER BY id",
            "SELECT * FROM loans ORDER BY id",
            "SELECT * FROM items ORDER BY id",
            "SELECT * FROM headers ORDER BY no",
            "SELECT header, line, count(*) FROM lines GROUP BY header, line ORDER BY header, line",
            "SELECT kind, text, count(*) FROM events GROUP BY kind, text ORDER BY kind, text");

    private static final int ACCOUNTS = 1000;

    /** The sum of all balances. */
    public static final long MONEY = 2L * ACCOUNTS * 1000;

    /** One statement that sees one snapshot: what is wrong in it; blank if nothing is, or no transaction is there yet. */
    public static final String VIOLATIONS =
            """
            SELECT CASE WHEN money <> 0 AND money <> %d THEN 'the money is ' || money ELSE '' END
                || CASE WHEN lines <> counted THEN counted || ' lines instead of ' || lines ELSE '' END
              FROM (SELECT (SELECT COALESCE(sum(balance), 0) FROM savings)
                         + (SELECT COALESCE(sum(balance), 0) FROM loans) AS money,
                           (SELECT COALESCE(sum(lines), 0) FROM headers) AS lines,
                           (SELECT count(*) FROM lines) AS counted) AS seen
            """
                    .formatted(MONEY);

    private final Random random;
    private final Writer writer;
    private boolean isOpen;
    private long lastItem;
    private long lastHeader;

    /**
     * Starts the traffic.
     *
     * @param targetIsNear false while the target is so far behind that the traffic waits
     */
    public MixedTraffic(TestDatabase source, Random random, BooleanSupplier targetIsNear) {
        this.random = random;
        this.writer = new Writer(source, random, targetIsNear, this::transaction);
    }

    /** The entry that takes a table of schema {@code public} to the table of the same name. */
    public static String route(String table) {
        return route("public", table);
    }

    /** The entry that takes a table to the table of the same schema and name. */
    public static String route(String schema, String table) {
        return """
                - templatedRoute:
                    routeId: %2$s
                    routeTemplateRef: table
                    parameters:
                      - { name: source, value: %1$s.%2$s }
                      - { name: target, value: %1$s.%2$s }
                """
                .formatted(schema, table);
    }

    /** How many transactions were committed. */
    public int transactions() {
        return writer.transactions();
    }

    /** Fails if the traffic has failed. */
    public void check() {
        writer.check();
    }

    /** Ends the traffic after its current transaction. */
    public void stop() {
        writer.stop();
    }

    private void transaction(Connection connection, Statement statement) throws SQLException, IOException {
        if (!isOpen) {
            open(statement);
            connection.commit();
            isOpen = true;
        }
        steps(connection, statement);
    }

    /** Perhaps once more, where the answer to the commit was lost. */
    private static void open(Statement statement) throws SQLException {
        for (String table : List.of("savings", "loans")) {
            statement.execute("INSERT INTO " + table + " SELECT n, 1000 FROM generate_series(1, " + ACCOUNTS
                    + ") AS n ON CONFLICT DO NOTHING");
        }
    }

    private void steps(Connection connection, Statement statement) throws SQLException, IOException {
        for (int step = random.nextInt(4); step >= 0; step--) {
            switch (random.nextInt(10)) {
                case 0, 1 -> transfer(statement);
                case 2 -> copyItems(connection, size());
                case 3 -> copyLines(connection, statement, size());
                case 4 -> insertItems(statement, Math.min(size(), 500));
                case 5 ->
                    statement.execute("UPDATE items SET version = version + 1, text = 'version ' || version"
                            + " WHERE id IN (SELECT id FROM items ORDER BY abs(id) DESC LIMIT " + size() + ")");
                case 6 ->
                    statement.execute("DELETE FROM items WHERE id IN (SELECT id FROM items ORDER BY abs(id) LIMIT "
                            + size() + ")");
                case 7 ->
                    statement.execute("UPDATE items SET id = -id, version = version + 1"
                            + " WHERE id IN (SELECT id FROM items ORDER BY abs(id) DESC LIMIT " + size() + ")");
                case 8 -> replaceItems(statement, size());
                default -> keyless(statement, size());
            }
        }
        if (random.nextInt(5) == 0) {
            statement.execute("SAVEPOINT s");
            copyItems(connection, size());
            statement.execute("ROLLBACK TO SAVEPOINT s");
        }
    }

    /** From 1 to 5,000, the small as often as the large. */
    private int size() {
        return (int) Math.exp(random.nextDouble() * Math.log(5000));
    }

    private void transfer(Statement statement) throws SQLException {
        int first = 1 + random.nextInt(ACCOUNTS);
        int last = Math.min(ACCOUNTS, first + random.nextInt(100));
        String where = " WHERE id BETWEEN " + first + " AND " + last;
        int amount = random.nextInt(1000) - 500;
        statement.execute("UPDATE savings SET balance = balance - " + amount + where);
        statement.execute("UPDATE loans SET balance = balance + " + amount + where);
    }

    private void insertItems(Statement statement, int count) throws SQLException {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add("(" + ++lastItem + ", 0, 'inserted')");
        }
        statement.execute("INSERT INTO items VALUES " + String.join(", ", rows));
    }

    private void copyItems(Connection connection, int count) throws SQLException, IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < count; i++) {
            rows.append(++lastItem).append("\t0\tcopied ").append(i).append('\n');
        }
        copy(connection, "items", rows);
    }

    private void copyLines(Connection connection, Statement statement, int count) throws SQLException, IOException {
        lastHeader++;
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < count; i++) {
            // Many of them equal.
            rows.append(lastHeader).append('\t').append(i / 10).append('\n');
        }
        copy(connection, "lines", rows);
        statement.execute("INSERT INTO headers VALUES (" + lastHeader + ", " + count + ")");
    }

    private static void copy(Connection connection, String table, StringBuilder rows) throws SQLException, IOException {
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table + " FROM STDIN", new StringReader(rows.toString()));
    }

    private void replaceItems(Statement statement, int count) throws SQLException {
        statement.execute("CREATE TEMPORARY TABLE replaced ON COMMIT DROP AS SELECT * FROM items LIMIT " + count);
        statement.execute("DELETE FROM items WHERE id IN (SELECT id FROM replaced)");
        statement.execute("INSERT INTO items SELECT id, version + 1, 'replaced' FROM replaced");
        statement.execute("DROP TABLE replaced");
    }

    private void keyless(Statement statement, int count) throws SQLException {
        statement.execute(
                "INSERT INTO events SELECT n % 7, 'event ' || n % 3 FROM generate_series(1, " + count + ") AS n");
        statement.execute("DELETE FROM events WHERE ctid IN (SELECT ctid FROM events WHERE kind = " + random.nextInt(7)
                + " LIMIT " + count / 5 + ")");
        statement.execute("UPDATE events SET text = 'changed' WHERE ctid IN (SELECT ctid FROM events WHERE kind = "
                + random.nextInt(7) + " LIMIT " + count / 10 + ")");
    }
}
