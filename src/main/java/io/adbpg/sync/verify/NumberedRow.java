package io.adbpg.sync.verify;

import io.adbpg.sync.fold.Row;

/**
 * A row of one end.
 *
 * @param key the number that its key makes
 * @param number the number that all its values make
 * @param values both numbers, and then the compared values as COPY prints them
 */
record NumberedRow(long key, long number, Row values) implements Comparable<NumberedRow> {
    /** How many values of {@link #values} come before the compared ones. */
    private static final int NUMBERS = 2;

    static NumberedRow of(Row values) {
        return new NumberedRow(Long.parseLong(values.text(0)), Long.parseLong(values.text(1)), values);
    }

    /** A compared value, counted from 0; null for NULL. */
    String text(int column) {
        return values.text(NUMBERS + column);
    }

    /** By the numbers: what compares as equal is equal. */
    @Override
    public int compareTo(NumberedRow other) {
        int byKey = Long.compare(key, other.key);
        return byKey != 0 ? byKey : Long.compare(number, other.number);
    }
}
