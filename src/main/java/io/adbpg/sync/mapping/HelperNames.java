package io.adbpg.sync.mapping;

import java.util.Collection;

/**
 * The names of the columns that a staging table has beside those of the source: such that no column of the source has one of
 * them.
 *
 * @param prefix what all of them begin with
 */
record HelperNames(String prefix) {
    private static final String USUAL = "adbpg_sync_";

    /** Returns names that these columns don't have. */
    static HelperNames besides(Collection<String> columns) {
        StringBuilder prefix = new StringBuilder(USUAL);
        while (columns.stream().anyMatch(column -> column.startsWith(prefix.toString()))) {
            prefix.append('_');
        }
        return new HelperNames(prefix.toString());
    }

    /** The column that says which values of a row are known to the target only. */
    String unchanged() {
        return prefix + "unchanged";
    }

    /** What the names of the columns with a row's old key begin with; a number follows. */
    String key() {
        return prefix + "key";
    }

    /** What the names of the columns with values of the target's row begin with; a number follows. */
    String kept() {
        return prefix + "kept";
    }
}
