package io.adbpg.sync.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** The alterations of {@code src/test/resources/followed}, each with a table of its own, and writers to all tables. */
public final class Alterations {
    /** The entry that takes all tables. */
    public static final String ENTRY =
            """
            - templatedRoute:
                routeId: app
                routeTemplateRef: table
                parameters:
                  - { name: source, value: "app.*" }
                  - { name: target, value: "ods.*" }
            """;

    private static final Path FILE = Path.of("src/test/resources/followed/alterations.sql");

    private static final String TABLE =
            "CREATE TABLE %s (id int PRIMARY KEY%s, n int NOT NULL DEFAULT 0, s varchar(10) NOT NULL DEFAULT 'abc', k int DEFAULT 3,"
                    + " v numeric(8,2) DEFAULT 1.5, w text DEFAULT 'w', at timestamp DEFAULT '2030-01-31 12:00:00');";

    /** Writes to a table whatever its columns are called by now; none but {@code n} is named. */
    private static final String TOUCH =
            """
            CREATE FUNCTION app.touch(name text, turn int) RETURNS void LANGUAGE plpgsql AS $$
            BEGIN
              EXECUTE 'INSERT INTO ' || name || ' DEFAULT VALUES';
              EXECUTE 'UPDATE ' || name || ' SET n = n + 1 WHERE n % 7 = $1 % 7' USING turn;
              EXECUTE 'DELETE FROM ' || name || ' WHERE ctid IN (SELECT ctid FROM ' || name
                      || ' WHERE n < 1000 ORDER BY md5($1::text || ctid::text) LIMIT 1)' USING turn;
            EXCEPTION WHEN undefined_table THEN
              NULL;
            END $$
            """;

    private final TestDatabase source;
    private final TestDatabase target;
    private final Random random;
    private final List<Alteration> all = new ArrayList<>();

    /**
     * What is done to a table.
     *
     * @param title what it is
     * @param table the table's name without its schema
     * @param transactions the statements, transaction by transaction
     */
    public record Alteration(String title, String table, List<String> transactions) {}

    /** Makes the tables on both ends; they are altered in an order that depends on the random numbers. */
    public Alterations(TestDatabase source, TestDatabase target, Random random) throws IOException {
        this.source = source;
        this.target = target;
        this.random = random;
        StringBuilder ours = new StringBuilder("CREATE SCHEMA app; CREATE SEQUENCE app.ids;");
        StringBuilder theirs = new StringBuilder("CREATE SCHEMA ods;");
        for (String text : Files.readString(FILE).split("\n\n", -1)) {
            String table = "t" + (all.size() + 1);
            String sql = text.substring(text.indexOf('\n'))
                    .replace("{t}", "app." + table)
                    .replace("{n}", table);
            all.add(new Alteration(
                    text.substring("-- ".length(), text.indexOf('\n')),
                    table,
                    List.of(sql.split("-- next transaction"))));
            ours.append(TABLE.formatted("app." + table, " DEFAULT nextval('app.ids')"))
                    .append("INSERT INTO app." + table + " (n) SELECT n FROM generate_series(1, 60) AS n;");
            theirs.append(TABLE.formatted("ods." + table, "").replaceAll(" DEFAULT [^,)]*", ""));
        }
        source.run(ours.toString());
        source.run(TOUCH);
        target.run(theirs.toString());
        Collections.shuffle(all, random);
    }

    /** All alterations, in their order. */
    public List<Alteration> all() {
        return all;
    }

    /** Alters a table. */
    public void make(Alteration alteration) {
        System.out.println("altered: " + alteration.table() + ": " + alteration.title());
        alteration.transactions().forEach(source::transaction);
    }

    /** A transaction of a writer. */
    public void write(Statement statement, Random turns) throws SQLException {
        statement.execute("SET LOCAL lock_timeout = '1s'");
        for (int i = turns.nextInt(3); i >= 0; i--) {
            statement.execute("SELECT app.touch('app."
                    + all.get(turns.nextInt(all.size())).table() + "', " + turns.nextInt(1000) + ")");
        }
    }

    /** Requires that each table of the source has a target with the same columns, or text in their place, the same key and the same rows. */
    public void assertEqual() {
        // All in their last shape: the job notices an alteration at the next change.
        List<String> tables = source.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'app' ORDER BY 1");
        for (String table : tables) {
            List<String> columns = source.rows(columns("app", table));
            List<String> there = target.rows(columns("ods", table));
            assertThat(columns)
                    .as("columns of " + table)
                    .allMatch(column -> there.contains(column) || there.contains(column.replaceFirst("=.*", "=text")));
            assertThat(target.rows(key("ods", table))).as("key of " + table).isEqualTo(source.rows(key("app", table)));
            String names = columns.stream()
                    .map(column -> TestDatabase.quoted(column.substring(0, column.indexOf('='))))
                    .collect(Collectors.joining(", "));
            assertThat(rows(target, names, "ods." + table))
                    .as("rows of " + table)
                    .isEqualTo(rows(source, names, "app." + table));
        }
    }

    /** Changes a row of each table. */
    public void touchAll() {
        all.forEach(alteration ->
                source.run("SELECT app.touch('app." + alteration.table() + "', " + random.nextInt(1000) + ")"));
    }

    private static List<String> rows(TestDatabase database, String names, String table) {
        return database.rows("SELECT CAST(ROW(" + names + ") AS text) FROM " + table).stream()
                .sorted()
                .toList();
    }

    /** The columns with their types; a type of the application's own becomes another one on the target. */
    private static String columns(String schema, String table) {
        return "SELECT a.attname || '=' || CASE WHEN y.typtype = 'b' THEN format_type(a.atttypid, a.atttypmod) WHEN y.typtype = 'd'"
                + " THEN format_type(y.typbasetype, y.typtypmod) ELSE 'text' END FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid"
                + " WHERE a.attrelid = '" + schema + "." + table
                + "'::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1";
    }

    /** The columns that identify a row: what the source publishes as its key, and the target's primary key. */
    private static String key(String schema, String table) {
        return "SELECT a.attname FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
                + " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)"
                + " WHERE c.oid = '" + schema + "." + table + "'::regclass"
                + " AND CASE c.relreplident WHEN 'i' THEN i.indisreplident ELSE i.indisprimary END ORDER BY 1";
    }
}
