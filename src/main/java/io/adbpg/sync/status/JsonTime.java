package io.adbpg.sync.status;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** A time as the job's JSON has it. */
public final class JsonTime {
    private static final DateTimeFormatter THREE_DECIMALS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private JsonTime() {}

    /** Returns ISO 8601 in UTC, always with three decimals; null for null. */
    public static String of(Instant time) {
        return time == null ? null : THREE_DECIMALS.format(time);
    }
}
