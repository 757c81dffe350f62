package io.adbpg.sync.failure;

import java.util.regex.Pattern;

/** The words of a server's message, without what tells a user nothing. */
public final class ServerWords {
    /** Where a Greenplum kernel met the error: {@code (seg1 slice1 10.0.0.7:6002 pid=4711)}. */
    private static final Pattern SEGMENT = Pattern.compile("\\s*\\((?:seg-?\\d+|entry db)[^()]*pid=\\d+\\)");

    private ServerWords() {}

    /** Returns a message without the address and process of a segment, which differ from one failure to the next. */
    public static String of(String message) {
        return message.contains("pid=") ? SEGMENT.matcher(message).replaceAll("") : message;
    }
}
