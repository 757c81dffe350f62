package io.adbpg.sync.capture.testdecoding;

import io.adbpg.sync.failure.Hindrance;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/** Reads the time in a message such as {@code COMMIT (at 2026-11-29 15:21:42.215877+00)}. */
final class CommitTime {
    private static final String BEGIN = "COMMIT (at ";
    private static final String END = "+00)";
    private static final int DATE = 10;
    private static final int SECONDS = 19;
    private static final int FRACTION = 6;

    private CommitTime() {}

    /**
     * Returns it in microseconds since 1970.
     *
     * @throws IllegalStateException if there is no such time, or not in UTC
     */
    static long micros(ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.duplicate().get(bytes);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
            throw Hindrance.of("cannot read the end of a transaction: {0}", text);
        }
        return micros(text.substring(BEGIN.length(), text.length() - END.length()));
    }

    private static long micros(String time) {
        try {
            LocalDateTime seconds =
                    LocalDateTime.parse(time.substring(0, DATE) + "T" + time.substring(DATE + 1, SECONDS));
            String fraction = time.length() > SECONDS ? time.substring(SECONDS + 1) : "";
            long micros = Long.parseLong((fraction + "000000").substring(0, FRACTION));
            return TimeUnit.SECONDS.toMicros(seconds.toEpochSecond(ZoneOffset.UTC)) + micros;
        } catch (DateTimeException | IndexOutOfBoundsException | NumberFormatException e) {
            throw Hindrance.of("cannot read the time of a commit: {0}", time);
        }
    }
}
