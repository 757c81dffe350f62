package io.adbpg.sync.settings;

import java.util.Locale;

/** What reads the source's changes: the values of {@code source.capture}. */
public enum Capture {
    /** Debezium's engine. */
    DEBEZIUM,
    /** PostgreSQL's own protocol of logical replication, without an engine between. */
    PGOUTPUT,
    /** The text of plug-in {@code test_decoding}, which servers before version 10 have instead. */
    TEST_DECODING;

    /** The word that the settings use: {@code debezium}, {@code pgoutput} or {@code test_decoding}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
