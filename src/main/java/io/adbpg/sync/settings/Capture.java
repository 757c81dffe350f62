package io.adbpg.sync.settings;

import java.util.Locale;

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
}
