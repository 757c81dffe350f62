package io.adbpg.sync.catalog;

import org.postgresql.replication.LogSequenceNumber;

/** Positions in the source's write-ahead log: a long in the program, {@code 0/16B3748} in SQL and messages. */
public final class Lsn {
    private Lsn() {}

    /** The position as PostgreSQL prints it. */
    public static String text(long lsn) {
        return LogSequenceNumber.valueOf(lsn).asString();
    }

    /** The position that PostgreSQL printed. */
    public static long parse(String text) {
        return LogSequenceNumber.valueOf(text).asLong();
    }
}
