package io.adbpg.sync.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What reads the source's changes: the values of {@code source.capture}. */
public enum Capture {
    /** Debezium's engine. */
    DEBEZIUM,
    /** PostgreSQL's own protocol of logical replication, without an engine between. */
    PGOUTPUT;

    /** The word that the settings use: {@code debezium} or {@code pgoutput}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The capture of this word; null if there is none. */
    static Capture of(String word) {
        return Arrays.stream(values())
                .filter(capture -> capture.word().equals(word))
                .findFirst()
                .orElse(null);
    }

    /** All words, for messages. */
    static String words() {
        return Arrays.stream(values()).map(Capture::word).collect(Collectors.joining(" or "));
    }
}
