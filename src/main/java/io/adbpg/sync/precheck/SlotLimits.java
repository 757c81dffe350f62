package io.adbpg.sync.precheck;

import io.adbpg.sync.failure.Message;
import java.time.Duration;

/** Checks the settings by which the source gives up a slot that nobody reads: while the job is away, or far behind. */
final class SlotLimits {
    private static final String SOURCE = "source";
    private static final String SIZE = "max_slot_wal_keep_size";
    private static final String TIMEOUT = "idle_replication_slot_timeout";

    /** A job may well be away for so long, as while its machine is set up anew. */
    private static final Duration USUAL_ABSENCE = Duration.ofHours(1);

    private SlotLimits() {}

    static void check(PrecheckRun run) {
        run.check(SIZE, SOURCE, Message.NONE, () -> size(run));
        run.check("slot timeout", SOURCE, Message.NONE, () -> timeout(run));
    }

    private static Message size(PrecheckRun run) {
        ServerSetting most = ServerSetting.read(run.source(), SIZE);
        if (most == null || most.amount() < 0) {
            return Message.of("no limit: the server retains all WAL that the job has not read");
        }
        long rate = WalRate.bytesPerSecond(run.source(), run.tables().abilities());
        Duration lasts = Duration.ofSeconds(most.amount() / Math.max(1, rate));
        if (lasts.compareTo(USUAL_ABSENCE) >= 0) {
            return Message.of("{0}: a job with a larger backlog has to start over", most.value());
        }
        run.warn(
                SIZE,
                SOURCE,
                Message.of(
                        "{0}={1}, which the source writes within {2} ({3}/s since the last checkpoint): a job that is"
                                + " away for longer has to load its tables again",
                        SIZE, most.value(), words(lasts), LoadEstimate.megabytes(rate)),
                Message.of(
                        "-1, or more than the source writes while the job may be away; takes effect without a restart"),
                set(SIZE, "-1"));
        return null;
    }

    private static Message words(Duration lasts) {
        return lasts.toMinutes() < 2
                ? Message.of("{0} s", lasts.toSeconds())
                : Message.of("{0} min", lasts.toMinutes());
    }

    /** From version 18 on the server invalidates a slot that nobody has read for so long. */
    private static Message timeout(PrecheckRun run) {
        ServerSetting timeout = ServerSetting.read(run.source(), TIMEOUT);
        if (timeout == null || timeout.amount() <= 0) {
            return Message.of("none: the slot stays, however long the job is away");
        }
        run.warn(
                "slot timeout",
                SOURCE,
                Message.of(
                        "{0}={1}: a job that was away for longer has to load its tables again",
                        TIMEOUT, timeout.value()),
                Message.of("0, or more than the job may be away; takes effect without a restart"),
                set(TIMEOUT, "0"));
        return null;
    }

    private static String set(String setting, String value) {
        return "ALTER SYSTEM SET " + setting + " = " + value + "; SELECT pg_reload_conf()";
    }
}
