package io.adbpg.sync.bench;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What is done at the source while nobody reads it: tables in schema {@code app}, the rows that they have on both ends
 * before, and procedure {@code app.work()}.
 */
enum Workload {
    INSERTS("a: inserts, transactions of 1,000", 500_000, 1) {
        @Override
        String tables() {
            return each(TEN_COLUMNS::formatted);
        }

        @Override
        String rows() {
            return "";
        }

        @Override
        String work() {
            return """
            FOR i IN 1..%d LOOP
              INSERT INTO app.t0 SELECT %s FROM generate_series(i * 1000, i * 1000 + 999) AS n;
              COMMIT;
            END LOOP;
            """
                    .formatted(changes() / 1000, TEN_VALUES);
        }
    },

    ONE_ROW("b: one-row transactions, 60% hot updates, 25% inserts, 15% deletes, 5 tables", 200_000, 5) {
        @Override
        String tables() {
            return each(TEN_COLUMNS::formatted);
        }

        @Override
        String rows() {
            return each((TEN_ROWS + "generate_series(1, " + 20_000 * LARGER + ") AS n;")::formatted);
        }

        // Of each table rows 1 to 14000 are updated, the others deleted from the last one on.
        @Override
        String work() {
            return """
            PERFORM setseed(0.5);
            FOR n IN 0..%d LOOP
              t := 'app.t' || n %% 5;
              k := n / 5;
              CASE
                WHEN k %% 20 < 12 THEN
                  EXECUTE 'UPDATE ' || t || ' SET a = $1, f = clock_timestamp() WHERE id = $2'
                    USING n, CAST(1 + floor(14000 * random() ^ 3) AS bigint);
                WHEN k %% 20 < 17 THEN
                  EXECUTE 'INSERT INTO ' || t || ' SELECT %s FROM (SELECT $1 AS n) AS s' USING %d + k;
                ELSE
                  EXECUTE 'DELETE FROM ' || t || ' WHERE id = $1' USING %d - k / 20 * 3 - (k %% 20 - 17);
              END CASE;
              COMMIT;
            END LOOP;
            """
                    .formatted(changes() - 1, TEN_VALUES.replace("'", "''"), 20_000 * LARGER + 1, 20_000 * LARGER);
        }
    },

    ONE_UPDATE("c: one UPDATE of all rows", 1_000_000, 1) {
        @Override
        String tables() {
            return each(TEN_COLUMNS::formatted);
        }

        @Override
        String rows() {
            return each((TEN_ROWS + "generate_series(1, " + changes() + ") AS n;")::formatted);
        }

        @Override
        String work() {
            return "UPDATE app.t0 SET a = a + 1;";
        }
    },

    SERVICE("d: 20 tables, rows of 1 kB, two changes a transaction, insert:update:delete 3:1:2", 200_000, 20) {
        @Override
        String tables() {
            return each("CREATE TABLE app.t%d (id bigint PRIMARY KEY, a int, b text);"::formatted);
        }

        @Override
        String rows() {
            return each(("INSERT INTO app.t%d SELECT n, n, repeat(md5(n::text), 31) FROM generate_series(1, "
                    + 10_000 * LARGER + ") AS n;")::formatted);
        }

        // Of each table the first half of the rows are deleted, the others updated.
        @Override
        String work() {
            return """
            FOR n IN 0..%1$d LOOP
              t := 'app.t' || n %% 20;
              k := n / 20;
              CASE
                WHEN k %% 6 < 3 THEN
                  EXECUTE 'INSERT INTO ' || t || ' VALUES ($1, $1, repeat(md5($1::text), 31))' USING %2$d + 1 + k;
                WHEN k %% 6 = 3 THEN
                  EXECUTE 'UPDATE ' || t || ' SET a = -1, b = reverse(b) WHERE id = $1' USING %2$d / 2 + 1 + k / 6;
                ELSE
                  EXECUTE 'DELETE FROM ' || t || ' WHERE id = $1' USING 1 + k / 6 * 2 + (k %% 6 - 4);
              END CASE;
              IF n %% 2 = 1 THEN COMMIT; END IF;
            END LOOP;
            """
                    .formatted(changes() - 1, 10_000 * LARGER);
        }
    },

    WIDE("e: 60 columns, inserts and updates, transactions of 100", 100_000, 1) {
        @Override
        String tables() {
            return "CREATE TABLE app.t0 (id bigint PRIMARY KEY, "
                    + columns(n -> "i" + n + " int, s" + n + " text, m" + n + " numeric(12,2)") + ");";
        }

        @Override
        String rows() {
            return "";
        }

        @Override
        String work() {
            String values = columns(n -> "n + " + n + ", 'text ' || n * " + (n + 1) + ", n / " + (n + 1) + ".0");
            return """
            FOR i IN 0..%1$d LOOP
              INSERT INTO app.t0 SELECT n, %2$s FROM generate_series(i * 100, i * 100 + 99) AS n;
              COMMIT;
            END LOOP;
            FOR i IN 0..%1$d LOOP
              UPDATE app.t0 SET i0 = -1, s1 = 'other' WHERE id BETWEEN i * 100 AND i * 100 + 99;
              COMMIT;
            END LOOP;
            """
                    .formatted(changes() / 200 - 1, values);
        }

        private static String columns(IntFunction<String> three) {
            return IntStream.range(0, 20).mapToObj(three).collect(Collectors.joining(", "));
        }
    },

    MANY_TABLES("f: 200 tables touched at random, transactions of 10", 200_000, 200) {
        @Override
        String tables() {
            return each(TEN_COLUMNS::formatted);
        }

        @Override
        String rows() {
            return each((TEN_ROWS + "generate_series(1, 500) AS n;")::formatted);
        }

        @Override
        String work() {
            return """
            PERFORM setseed(0.5);
            FOR n IN 0..%d LOOP
              t := 'app.t' || floor(200 * random());
              IF n %% 2 = 0 THEN
                EXECUTE 'UPDATE ' || t || ' SET a = $1 WHERE id = $2' USING n, CAST(1 + floor(500 * random()) AS bigint);
              ELSE
                EXECUTE 'INSERT INTO ' || t || ' SELECT %s FROM (SELECT $1 AS n) AS s' USING 1000 + n;
              END IF;
              IF n %% 10 = 9 THEN COMMIT; END IF;
            END LOOP;
            """
                    .formatted(changes() - 1, TEN_VALUES.replace("'", "''"));
        }
    };

    /** Makes every workload so many times smaller, to see that it runs. */
    private static final int SMALLER = Integer.getInteger("bench.smaller", 1);
    /** Makes every workload so many times larger, to see what a job takes that has run for long. */
    private static final int LARGER = Integer.getInteger("bench.larger", 1);

    static final String TEN_COLUMNS =
            "CREATE TABLE app.t%d (id bigint PRIMARY KEY, a int, b int, c text, d text, e numeric(12,2), f timestamptz,"
                    + " g boolean, h double precision, i date);";
    static final String TEN_VALUES = "n, n % 100, n * 3 % 1000, 'name ' || n, md5(n::text), n % 10000 / 7.0, now(),"
            + " n % 2 = 0, n / 3.0, '2026-01-01'";
    private static final String TEN_ROWS = "INSERT INTO app.t%d SELECT " + TEN_VALUES.replace("%", "%%") + " FROM ";

    private final String title;
    private final int changes;
    private final int tableCount;

    Workload(String title, int changes, int tables) {
        this.title = title;
        this.changes = changes;
        this.tableCount = tables;
    }

    /** What is done, in words. */
    String title() {
        return title;
    }

    /** How many rows it changes. */
    int changes() {
        return changes * LARGER / SMALLER / 1000 * 1000;
    }

    /** The names of its tables. */
    Iterable<String> names() {
        return IntStream.range(0, tableCount).mapToObj(n -> "app.t" + n).toList();
    }

    /** The statements that make the tables and their rows, on both ends. */
    String setUp() {
        return "CREATE SCHEMA app;" + tables() + rows();
    }

    /** The statement that makes the procedure, at the source. */
    String procedure() {
        return "CREATE PROCEDURE app.work() LANGUAGE plpgsql AS $$ DECLARE t text; k int; BEGIN " + work() + " END $$";
    }

    abstract String tables();

    abstract String rows();

    abstract String work();

    /** A statement for each table, by its number. */
    String each(IntFunction<String> statement) {
        return IntStream.range(0, tableCount).mapToObj(statement).collect(Collectors.joining());
    }
}
