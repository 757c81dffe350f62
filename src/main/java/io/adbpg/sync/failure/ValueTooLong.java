package io.adbpg.sync.failure;

import java.sql.SQLException;
import java.util.regex.Pattern;

/** Recognises that a server can't pass on a value, since its text does not fit in the longest one that it can make. */
public final class ValueTooLong {
    private static final Pattern SAID =
            Pattern.compile("invalid memory alloc request size|[Cc]annot enlarge string buffer");

    private ValueTooLong() {}

    /** Whether a server's message says so. */
    public static boolean isSaidBy(String message) {
        return message != null && SAID.matcher(message).find();
    }

    /** Whether a server has said so. */
    public static boolean isReasonOf(Throwable failure) {
        SQLException sql = Causes.find(failure, SQLException.class);
        return sql != null && isSaidBy(sql.getMessage());
    }
}
