package io.adbpg.sync.capture.testdecoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.capture.TransactionHandler;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.support.ServerPair;
import io.adbpg.sync.support.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random rows as real servers write them: what is decoded is what a query prints. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class TextDecoderIT {
    private static final int CHANGES = 1500;
    private static final TableName KEYED = new TableName("app", "a: INSERT: b");
    private static final TableName WHOLE = new TableName("app", "whole");

    private static final String COLUMNS =
            """
            (id int PRIMARY KEY, "a]b:c" text, "q""q" character varying(40), "Col A" app."My ]Mood", "null" boolean, plain text,
             positive app.positive, price app.price, answer app.answer, words text[], numbers int[], pair app.pair, bits bit(3),
             digits varbit, n numeric, f float8, r float4, amount money, b bytea, at timestamptz, span interval, j json,
             c character(7), "char" "char", o oid, ip inet)
            """;

    private final Random random = new Random();

    /** Keeps the rows of a table by their first column, the key. */
    private static final class Replica implements TransactionHandler {
        private final Map<String, Map<String, List<String>>> tables = new TreeMap<>();

        @Override
        public void change(Operation operation, Relation relation, Row old, Row row) {
            Map<String, List<String>> rows =
                    tables.computeIfAbsent(relation.table().table(), name -> new TreeMap<>());
            String before = (old == null ? row : old).text(0);
            List<String> earlier = rows.remove(before);
            if (row != null) {
                assertThat(operation == Operation.INSERT).isEqualTo(earlier == null);
                rows.put(row.text(0), texts(relation, row, earlier));
            }
        }

        private static List<String> texts(Relation relation, Row row, List<String> earlier) {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < relation.columns().size(); i++) {
                boolean isUnchanged = row.length(row.offset(i)) == Row.UNCHANGED;
                texts.add(isUnchanged ? earlier.get(i) : row.text(i));
            }
            return texts;
        }

        @Override
        public void commit(long lsn, Instant time) {}

        @Override
        public long flush() {
            return 0;
        }

        @Override
        public long settle() {
            return 0;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"9.6-18", "18-9.6"})
    void decodedRowsAreWhatAQueryPrints(String pair) throws Exception {
        long seed = System.nanoTime();
        System.out.println("TextDecoderIT runs with seed " + seed);
        random.setSeed(seed);
        try (ServerPair servers = ServerPair.of(pair).findFirst().orElseThrow()) {
            // given
            TestDatabase source = servers.newSource();
            String oids = servers.isSourceFrom("12") ? "" : " WITH OIDS";
            source.run("CREATE SCHEMA app; CREATE TYPE app.\"My ]Mood\" AS ENUM ('it''s ok', 'sa]d', 'null');"
                    + " CREATE DOMAIN app.positive AS int; CREATE DOMAIN app.price AS numeric(9,2);"
                    + " CREATE DOMAIN app.answer AS boolean; CREATE TYPE app.pair AS (one text, two int)");
            for (TableName table : List.of(KEYED, WHOLE)) {
                source.run("CREATE TABLE " + table.toSql() + COLUMNS + oids + "; ALTER TABLE " + table.toSql()
                        + " ALTER plain SET STORAGE EXTERNAL, ALTER b SET STORAGE EXTERNAL");
            }
            source.run("ALTER TABLE app.whole REPLICA IDENTITY FULL");
            source.run("SELECT pg_create_logical_replication_slot('s', 'test_decoding')");
            Replica replica = new Replica();
            Reading reading = new Reading(
                    Map.of(KEYED, List.of("id"), WHOLE, List.of("id")),
                    servers.isSourceFrom("12") ? Set.of() : Set.of("oid"),
                    replica);

            try (Connection connection = source.connect();
                    Statement statement = connection.createStatement()) {
                set(statement);

                // when
                write(connection);
                try (ResultSet messages = statement.executeQuery(
                        "SELECT data FROM pg_logical_slot_get_changes('s', NULL, NULL, 'include-xids', '0', 'include-timestamp', '1')")) {
                    while (messages.next()) {
                        reading.read(messages.getString(1));
                    }
                }

                // then
                for (TableName table : List.of(KEYED, WHOLE)) {
                    assertThat(replica.tables.get(table.table())).isEqualTo(rows(statement, table));
                }
            }
            source.drop();
        }
    }

    private static void set(Statement statement) throws SQLException {
        for (String setting : List.of(
                "timezone TO 'UTC'",
                "extra_float_digits TO 3",
                "bytea_output TO 'hex'",
                "intervalstyle TO 'postgres'")) {
            statement.execute("SET " + setting);
        }
    }

    private static Map<String, List<String>> rows(Statement statement, TableName table) throws SQLException {
        Map<String, List<String>> rows = new TreeMap<>();
        try (ResultSet found = statement.executeQuery("SELECT * FROM " + table.toSql())) {
            int columns = found.getMetaData().getColumnCount();
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(found.getString(i));
                }
                rows.put(row.get(0), row);
            }
        }
        return rows;
    }

    private void write(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (int i = 0; i < CHANGES; i++) {
                String table = (random.nextBoolean() ? KEYED : WHOLE).toSql();
                int id = random.nextInt(60);
                statement.execute(
                        switch (random.nextInt(6)) {
                            case 0 -> "DELETE FROM " + table + " WHERE id = " + id;
                            case 1 -> "UPDATE " + table + " SET id = -id - 1000 WHERE id = " + id;
                            case 2 -> "UPDATE " + table + " SET f = " + random.nextFloat() + " WHERE id = " + id;
                            default ->
                                "DELETE FROM " + table + " WHERE id IN (" + id + ", " + (-id - 1000) + "); INSERT INTO "
                                        + table + " VALUES (" + id + ", " + values() + ")";
                        });
                if (random.nextInt(4) == 0) {
                    connection.commit();
                }
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private String values() {
        List<String> values = List.of(
                text(60),
                text(40),
                oneOf("'it''s ok'", "'sa]d'", "'null'"),
                oneOf("true", "false"),
                text(random.nextInt(8) == 0 ? 9000 : 20),
                oneOf("7", "-7"),
                oneOf("1.5", "-0.01"),
                oneOf("true", "false"),
                "ARRAY[" + text(9) + ", NULL, " + text(9) + "]::text[]",
                oneOf("'{1,NULL,-2}'", "'{{1},{2}}'", "'{}'"),
                "ROW(" + text(9) + ", 3)::app.pair",
                oneOf("B'101'", "B'000'"),
                oneOf("B''", "B'1'"),
                oneOf("'NaN'", "1.500", "-1e-20", "1e30"),
                oneOf("'NaN'", "'-Infinity'", "0.1", "1e-300"),
                oneOf("'Infinity'", "0.1", "-0.0"),
                oneOf("1.5", "-1234567.89"),
                "'\\x" + "00ff27".repeat(random.nextInt(2000)) + "'",
                oneOf("'2026-11-30 12:00:00.000001+08'", "'infinity'", "'0044-03-15 00:00+00 BC'"),
                oneOf("'1 year -2 days 03:04:05.6'", "'0'"),
                oneOf("'{\"a\":  \"it''s\"}'", "'null'", "'[]'"),
                text(7),
                oneOf("'x'", "''''", "' '"),
                oneOf("0", "4294967295"),
                oneOf("'::1/64'", "'10.0.0.1'"));
        List<String> perhaps = new ArrayList<>();
        values.forEach(value -> perhaps.add(random.nextInt(6) == 0 ? "NULL" : value));
        return String.join(", ", perhaps);
    }

    private String oneOf(String... values) {
        return values[random.nextInt(values.length)];
    }

    private String text(int longest) {
        String[] parts = {
            "'", "''", "\\", "\n", "]", "[", ":", " ", "null", "x", "ö", "\uD83D\uDE00", "\"", "new-tuple:", "B'1'"
        };
        StringBuilder text = new StringBuilder();
        int length = longest > 100 ? longest : random.nextInt(longest + 1);
        while (true) {
            String part = parts[random.nextInt(parts.length)];
            if (text.codePointCount(0, text.length()) + part.codePointCount(0, part.length()) > length) {
                return "'" + text.toString().replace("'", "''") + "'";
            }
            text.append(part);
        }
    }
}
