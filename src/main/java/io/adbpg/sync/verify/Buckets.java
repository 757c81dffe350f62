package io.adbpg.sync.verify;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The number of rows in each bucket of one end, and the sum of the rows' numbers, which does not depend on their order. */
final class Buckets {
    private final long[] counts = new long[CompareSql.BUCKETS];
    private final long[] sums = new long[CompareSql.BUCKETS];

    /** Reads the buckets from an end. */
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

    /** Sets a bucket. */
    void put(int bucket, long count, BigInteger sum) {
        counts[bucket] = count;
        // The lowest 64 bits are enough: they add up independently of the others.
        sums[bucket] = sum.longValue();
    }

    /** The number of rows in all buckets. */
    long rows() {
        long rows = 0;
        for (long count : counts) {
            rows += count;
        }
        return rows;
    }

    /** Which buckets differ: a bit for each, first bucket first, in hexadecimal; blank if none does. */
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
