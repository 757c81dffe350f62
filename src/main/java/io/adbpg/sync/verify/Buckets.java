package io.adbpg.sync.verify;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** How many rows one end has in each bucket, and what their numbers add up to, whatever their order. */
final class Buckets {
    private final long[] counts = new long[CompareSql.BUCKETS];
    private final long[] sums = new long[CompareSql.BUCKETS];

    /** Asks an end. */
    static Buckets read(Connection connection, String query) throws SQLException {
        Buckets buckets = new Buckets();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                buckets.put(
                        result.getInt(1),
                        result.getLong(2),
                        result.getBigDecimal(3).toBigInteger());
            }
        }
        return buckets;
    }

    /** Takes note of a bucket. */
    void put(int bucket, long count, BigInteger sum) {
        counts[bucket] = count;
        // Its lowest 64 bits, which add up by themselves.
        sums[bucket] = sum.longValue();
    }

    /** How many rows there are. */
    long rows() {
        long rows = 0;
        for (long count : counts) {
            rows += count;
        }
        return rows;
    }

    /** A bit for each bucket, the first one first, in hexadecimal: 1 where the other end has other rows; blank if nowhere. */
    String differences(Buckets other) {
        StringBuilder digits = new StringBuilder();
        boolean isAny = false;
        for (int bucket = 0; bucket < counts.length; bucket += 4) {
            int digit = 0;
            for (int i = bucket; i < bucket + 4; i++) {
                boolean isDifferent = counts[i] != other.counts[i] || sums[i] != other.sums[i];
                digit = digit << 1 | (isDifferent ? 1 : 0);
            }
            isAny |= digit != 0;
            digits.append(Character.forDigit(digit, 16));
        }
        return isAny ? digits.toString() : "";
    }
}
