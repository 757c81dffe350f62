package io.adbpg.sync.fold;

import java.util.List;

/** Converts rows from the columns that a table had before an ALTER TABLE to those it has since. */
public final class Reshape {
    /** The position of a column that the old rows lack. */
    public static final int ADDED = -1;

    private final int[] positions;
    private final List<String> values;
    private final RowBuilder builder = new RowBuilder();

    /**
     * @param positions for each column of the new rows, its position in the old ones, or {@link #ADDED}
     * @param values for each column of the new rows, its value in old rows that lack it; null stands for NULL
     */
    public Reshape(int[] positions, List<String> values) {
        this.positions = positions.clone();
        this.values = values;
    }

    /** Returns the row with the new columns; null for null. */
    public Row apply(Row row) {
        if (row == null) {
            return null;
        }
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] == ADDED) {
                builder.add(values.get(i));
            } else {
                builder.copy(row, row.offset(positions[i]));
            }
        }
        return builder.build();
    }
}
