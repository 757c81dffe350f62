package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.TargetTable.Column;

/**
 * A mapped column of the target, as it can be compared.
 *
 * @param target the column
 * @param loadedType the type of what the source gives for it; blank if that is not known
 * @param keyPosition which column of the source's key it holds, counted from 0; -1 if none
 * @param isComparable whether the source gives the same value each time
 */
public record ComparedColumn(Column target, String loadedType, int keyPosition, boolean isComparable) {

    /** Whether it holds a part of the source's key. */
    public boolean isKey() {
        return keyPosition >= 0;
    }

    /** Its name. */
    public String name() {
        return target.name();
    }
}
