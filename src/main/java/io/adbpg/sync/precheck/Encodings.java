package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.failure.Message;

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
        run.check(CHECK, "source", Message.NONE, () -> from.equals(ANY_BYTES) ? anyBytes(run) : Message.verbatim(from));
        run.check(CHECK, "target", Message.NONE, () -> target(run, from, of(run.target())));
    }

    private static String of(Database database) {
        return (String) database.run("SELECT current_setting('server_encoding') AS encoding")
                .get(0)
                .get("encoding");
    }

    private static Message anyBytes(PrecheckRun run) {
        run.warn(
                CHECK,
                "source",
                Message.of("{0}: the server takes any bytes for text", ANY_BYTES),
                Message.of(
                        "text in UTF-8 alone: PostgreSQL passes no other bytes on, and the job waits at a row with them"),
                "");
        return null;
    }

    private static Message target(PrecheckRun run, String from, String to) {
        if (to.equals(UNICODE) || to.equals(from)) {
            return Message.verbatim(to);
        }
        if (!to.equals(ANY_BYTES)) {
            run.warn(
                    CHECK,
                    "target",
                    Message.of("{0}, which lacks characters that the source may have in {1}", to, from),
                    Message.of(
                            "a database with encoding {0}{1}; else a row with such a character is refused",
                            UNICODE,
                            from.equals(UNICODE) || from.equals(ANY_BYTES)
                                    ? Message.NONE
                                    : Message.of(" or {0}", from)),
                    "");
            return null;
        }
        run.warn(
                CHECK,
                "target",
                Message.of("{0}, which counts bytes, not characters, in varchar(n) and char(n)", ANY_BYTES),
                Message.of("a database with encoding {0}, or columns that are long enough", UNICODE),
                "");
        return null;
    }
}
