package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.TargetTable.Column;

/**
 * A mapped column of the target, for comparison with the source.
 *
 * @param loadedType the type of its values in the source's query; blank if it is not known
 * @param keyPosition the position, from 0, in the source's key of the column that it gets; -1 if that is no key column
 * @param isComparable whether the source computes the same value each time
 */
public record ComparedColumn(Column target, String loadedType, int keyPosition, boolean isComparable) {

    /** Whether it gets a key column of the source. */
    public boolean isKey() {
        return keyPosition >= 0;
    }

    /** Its name. */
    public String name() {
        return target.name();
    }
}
