package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.Database;

/** Compares the encodings of both databases: whether every text of the source is a text on the target, too. */
final class Encodings {
    private static final String ANY_BYTES = "SQL_ASCII";
    private static final String UNICODE = "UTF8";
    private static final String CHECK = "encoding";

    private Encodings() {}

    static void check(PrecheckRun run) {
        if (run.tables() == null) {
            return;
        }
        String from = of(run.source());
        run.check(CHECK, "source", "", () -> from.equals(ANY_BYTES) ? anyBytes(run) : from);
        run.check(CHECK, "target", "", () -> target(run, from, of(run.target())));
    }

    private static String of(Database database) {
        return (String) database.run("SELECT current_setting('server_encoding') AS encoding")
                .get(0)
                .get("encoding");
    }

    private static String anyBytes(PrecheckRun run) {
        run.warn(
                CHECK,
                "source",
                ANY_BYTES + ": the server takes any bytes for text",
                "text in UTF-8 alone: PostgreSQL passes no other bytes on, and the job waits at a row with them",
                "");
        return null;
    }

    private static String target(PrecheckRun run, String from, String to) {
        if (to.equals(UNICODE) || to.equals(from)) {
            return to;
        }
        if (!to.equals(ANY_BYTES)) {
            run.warn(
                    CHECK,
                    "target",
                    to + ", which lacks characters that the source may have in " + from,
                    "a database with encoding " + UNICODE
                            + (from.equals(UNICODE) || from.equals(ANY_BYTES) ? "" : " or " + from)
                            + "; else a row with such a character is refused",
                    "");
            return null;
        }
        run.warn(
                CHECK,
                "target",
                ANY_BYTES + ", which counts bytes, not characters, in varchar(n) and char(n)",
                "a database with encoding " + UNICODE + ", or columns that are long enough",
                "");
        return null;
    }
}
