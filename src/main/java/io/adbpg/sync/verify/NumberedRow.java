package io.adbpg.sync.verify;

import io.adbpg.sync.fold.Row;

/**
 * A row of one end, with the numbers of {@link CompareSql}.
 *
 * @param key the hash of its key
 * @param number the hash of all its values
 * @param values both numbers, then the compared values as COPY prints them
 */
record NumberedRow(long key, long number, Row values) implements Comparable<NumberedRow> {
    /** How many entries of {@link #values} come before the compared values. */
    private static final int NUMBERS = 2;

    static NumberedRow of(Row values) {
        return new NumberedRow(Long.parseLong(values.text(0)), Long.parseLong(values.text(1)), values);
    }

    /** A compared value, counted from 0; null for NULL. */
    String text(int column) {
        return values.text(NUMBERS + column);
    }

    /** Orders by both numbers; rows with the same numbers count as equal. */
    @Override
    public int compareTo(NumberedRow other) {
        int byKey = Long.compare(key, other.key);
        return byKey != 0 ? byKey : Long.compare(number, other.number);
    }
}
