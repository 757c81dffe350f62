package io.adbpg.sync.catalog;

import org.postgresql.replication.LogSequenceNumber;

/** Converts positions in the source's write-ahead log: a long in the program, {@code 0/16B3748} in SQL and messages. */
public final class Lsn {
    private Lsn() {}

    /** Returns a position as PostgreSQL prints it. */
    public static String text(long lsn) {
        return LogSequenceNumber.valueOf(lsn).asString();
    }

    /** Parses a position as PostgreSQL prints it. */
    public static long parse(String text) {
        return LogSequenceNumber.valueOf(text).asLong();
    }
}
