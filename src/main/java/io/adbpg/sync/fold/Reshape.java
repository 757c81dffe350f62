package io.adbpg.sync.fold;

import java.util.List;

/** Gives rows of a table as it was before an ALTER TABLE the columns that it has since. */
public final class Reshape {
    /** The position that stands for a column which the old rows have not got. */
    public static final int ADDED = -1;

    private final int[] positions;
    private final List<String> values;
    private final RowBuilder builder = new RowBuilder();

    /**
     * @param positions per column of the new rows its position in the old ones, or {@link #ADDED}
     * @param values per column of the new rows its value where the old ones have not got it; may hold null
     */
    public Reshape(int[] positions, List<String> values) {
        this.positions = positions.clone();
        this.values = values;
    }

    /** The row with its new columns; null for null. */
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
