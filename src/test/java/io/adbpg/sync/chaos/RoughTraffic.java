package io.adbpg.sync.chaos;

import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.Writer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Writers who do what is hard to follow: big values left alone, keys with odd characters, unique values that change hands,
 * altered and emptied tables, transactions of tens of thousands of rows.
 */
final class RoughTraffic {
    private static final int SEATS = 40;
    private static final int MOST_COLUMNS = 10;
    private static final List<String> SKUS = List.of(
            "plain", "", "a|b", "NULL", "\\\\N", "tab\\there", "line\\nend", "{\"x\",y}", "ünï 日本", "''quoted''");

    static final String SOURCE_TABLES =
            """
            CREATE TABLE documents (id int PRIMARY KEY, title text, body text, meta jsonb, version int);
            ALTER TABLE documents ALTER body SET STORAGE EXTERNAL;
            CREATE TABLE prices (sku text, region int, price numeric, PRIMARY KEY (region, sku));
            CREATE TABLE seats (id int PRIMARY KEY, holder int UNIQUE DEFERRABLE);
            CREATE TABLE growing (id int PRIMARY KEY, n int);
            CREATE TABLE cleared (id int PRIMARY KEY, text text);
            CREATE TABLE comes (id int PRIMARY KEY, text text);
            CREATE TABLE bulk (id int PRIMARY KEY, text text);
            INSERT INTO seats SELECT n, n FROM generate_series(1, %d) AS n;
            """
                    .formatted(SEATS);

    static final String TARGET_TABLES =
            SOURCE_TABLES.replaceAll("(?m)^(ALTER|INSERT) .*$", "").replace(" DEFERRABLE", "");

    /** The routes of the tables that stay. */
    static final String TABLE_ROUTES = route("documents")
            + route("prices")
            + route("seats")
            + route("growing")
            + route("bulk")
            + route("cleared").stripTrailing()
            + "\n      - { name: operations, value: \"insert,update,delete,truncate\" }\n";

    /** The route of the table that leaves and comes back. */
    static final String COMING_ROUTE = route("comes");

    /** What is wrong in what one snapshot shows; blank if nothing is. */
    static final String VIOLATIONS =
            "SELECT CASE WHEN count(*) <> %1$d OR sum(holder) <> %2$d THEN 'the seats are ' || count(*) || ', ' || sum(holder)"
                            .formatted(SEATS, SEATS * (SEATS + 1) / 2)
                    + " ELSE '' END FROM seats";

    private final Random random;
    private final Writer writer;
    private final AtomicInteger ids;
    private volatile boolean alters;
    private int columns;

    /**
     * Starts one of several writers.
     *
     * @param ids gives keys that no other writer has
     */
    RoughTraffic(TestDatabase source, Random random, AtomicInteger ids, BooleanSupplier targetIsNear) {
        this.random = random;
        this.ids = ids;
        this.writer = new Writer(source, random, targetIsNear, this::transaction);
    }

    private static String route(String table) {
        return MixedTraffic.route(table);
    }

    /** Lets this one alter a table too. */
    void alter() {
        alters = true;
    }

    int transactions() {
        return writer.transactions();
    }

    void stop() {
        writer.stop();
    }

    void check() {
        writer.check();
    }

    private void transaction(Connection connection, Statement statement) throws SQLException {
        // Nobody waits for long while a table is altered.
        statement.execute("SET LOCAL lock_timeout = '2s'");
        if (alters && random.nextInt(100) == 0) {
            tidy(statement);
        }
        for (int step = random.nextInt(5); step >= 0; step--) {
            switch (random.nextInt(9)) {
                case 0, 1 -> documents(statement);
                case 2 -> prices(statement);
                case 3, 4 -> seats(statement);
                case 5 -> growing(statement);
                case 6 -> cleared(statement);
                case 7 -> comes(statement);
                default -> bulk(statement);
            }
        }
    }

    /** Keeps tables of the other traffic small in which rows are found by looking at all. */
    private void tidy(Statement statement) throws SQLException {
        statement.execute("DELETE FROM events WHERE kind <> " + random.nextInt(7));
        statement.execute("WITH old AS (DELETE FROM headers WHERE no < (SELECT max(no) FROM headers) - 50 RETURNING no)"
                + " DELETE FROM lines WHERE header IN (SELECT no FROM old)");
    }

    private void documents(Statement statement) throws SQLException {
        String some = " WHERE abs(id) % 13 = " + random.nextInt(13);
        String body = "(SELECT string_agg(md5(n::text || g), '') FROM generate_series(1, " + (1 + random.nextInt(900))
                + ") AS g)";
        switch (random.nextInt(7)) {
            case 0, 1 -> {
                int count = 1 + random.nextInt(20);
                int first = ids.getAndAdd(count) + 1;
                statement.execute("INSERT INTO documents SELECT n, 'new', " + body + ", jsonb_build_object('n', n), 0"
                        + " FROM generate_series(" + first + ", " + (first + count - 1) + ") AS n");
            }
            case 2 -> statement.execute("UPDATE documents SET title = 'changed', version = version + 1" + some);
            case 3 ->
                statement.execute("UPDATE documents SET body = (SELECT string_agg(md5(version::text || g), '')"
                        + " FROM generate_series(1, 200) AS g), version = version + 1" + some);
            case 4 -> statement.execute("UPDATE documents SET id = -id, version = version + 1" + some);
            case 5 -> {
                statement.execute("CREATE TEMPORARY TABLE taken ON COMMIT DROP AS SELECT * FROM documents" + some);
                statement.execute("DELETE FROM documents WHERE id IN (SELECT id FROM taken)");
                statement.execute("INSERT INTO documents SELECT id, 'again', body, meta, version FROM taken"
                        + " ON CONFLICT DO NOTHING");
                statement.execute("DROP TABLE taken");
                statement.execute("UPDATE documents SET title = 'touched'" + some);
            }
            default ->
                statement.execute("DELETE FROM documents WHERE id IN"
                        + " (SELECT id FROM documents ORDER BY abs(id) DESC OFFSET 300)");
        }
    }

    private void prices(Statement statement) throws SQLException {
        List<String> rows = new ArrayList<>();
        for (String sku : SKUS) {
            if (random.nextBoolean()) {
                rows.add("(E'" + sku + "', " + random.nextInt(20) + ", 1.0)");
            }
        }
        if (!rows.isEmpty()) {
            statement.execute("INSERT INTO prices VALUES " + String.join(", ", rows)
                    + " ON CONFLICT (region, sku) DO UPDATE SET price = prices.price + 0.10");
        }
        if (random.nextInt(3) == 0) {
            statement.execute("DELETE FROM prices WHERE region = " + random.nextInt(20));
        }
    }

    private void seats(Statement statement) throws SQLException {
        int a = 1 + random.nextInt(SEATS);
        int b = 1 + random.nextInt(SEATS);
        // Another writer's swap is seen whole.
        statement.execute("SELECT FROM seats WHERE id IN (" + a + ", " + b + ") ORDER BY id FOR UPDATE");
        statement.execute("UPDATE seats AS s SET holder = o.holder FROM seats AS o WHERE (s.id, o.id) IN ((" + a + ", "
                + b + "), (" + b + ", " + a + "))");
    }

    private void growing(Statement statement) throws SQLException {
        if (alters && random.nextInt(150) == 0) {
            alter(statement);
        }
        int id = ids.incrementAndGet();
        statement.execute("INSERT INTO growing (id, n) VALUES (" + id + ", 1)");
        if (alters && random.nextInt(150) == 0) {
            alter(statement);
        }
        statement.execute("UPDATE growing SET n = n + 1 WHERE id % 31 = " + random.nextInt(31));
        statement.execute("DELETE FROM growing WHERE id < " + (id - 5000));
    }

    private void alter(Statement statement) throws SQLException {
        columns++;
        String column = "more_" + columns;
        statement.execute("ALTER TABLE growing ADD COLUMN " + column
                + switch (random.nextInt(4)) {
                    case 0 -> " text";
                    case 1 -> " int DEFAULT 5";
                    case 2 -> " numeric(9, 2) NOT NULL DEFAULT 1.5";
                    default -> " text DEFAULT clock_timestamp()::text";
                });
        if (columns > MOST_COLUMNS) {
            statement.execute("ALTER TABLE growing DROP COLUMN IF EXISTS more_" + (columns - MOST_COLUMNS));
        }
    }

    private void cleared(Statement statement) throws SQLException {
        int id = ids.incrementAndGet();
        statement.execute("INSERT INTO cleared VALUES (" + id + ", 'before')");
        if (random.nextInt(10) == 0) {
            statement.execute("TRUNCATE cleared");
            statement.execute("INSERT INTO cleared VALUES (" + id + ", 'after')");
        }
        statement.execute("UPDATE cleared SET text = 'at " + id + "' WHERE id % 5 = " + random.nextInt(5));
    }

    private void comes(Statement statement) throws SQLException {
        int id = ids.incrementAndGet();
        statement.execute("INSERT INTO comes VALUES (" + id + ", 'new')");
        statement.execute("UPDATE comes SET text = 'at " + id + "' WHERE id % 7 = " + random.nextInt(7));
        statement.execute("DELETE FROM comes WHERE id % 11 = " + random.nextInt(11));
    }

    private void bulk(Statement statement) throws SQLException {
        if (random.nextInt(15) != 0) {
            return;
        }
        int count = 1000 + random.nextInt(40_000);
        int first = ids.getAndAdd(count) + 1;
        statement.execute("INSERT INTO bulk SELECT n, 'row ' || n FROM generate_series(" + first + ", "
                + (first + count - 1) + ") AS n");
        statement.execute("UPDATE bulk SET text = 'changed' WHERE id % 3 = 0 AND id > " + (first - 20_000));
        statement.execute("DELETE FROM bulk WHERE id < " + (first - 60_000));
    }
}
