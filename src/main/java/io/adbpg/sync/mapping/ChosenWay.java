package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.Layout;
import io.adbpg.sync.catalog.TableName;
import java.util.List;
import java.util.stream.Collectors;

/**
 * By what statements the rows of a target table are changed, and why: for whoever wants to know.
 *
 * @param key the columns by which a row is found; empty if it is found as a whole, or never looked for
 * @param isHistory whether rows are only ever added
 * @param isCopied whether rows are COPYed straight in, and not staged
 */
public record ChosenWay(TableName target, Layout layout, List<String> key, boolean isHistory, boolean isCopied) {

    /** Whether the target has to read all its rows to find some by their key. */
    public boolean isScan() {
        return !key.isEmpty() && !layout.isIndexed(key);
    }

    /** Whether that costs much: a heap with many rows is not read at once. */
    public boolean isSlow() {
        return isScan() && layout.storage() == Layout.Storage.HEAP;
    }

    /** The columns of a Greenplum kernel's distribution key that are not of the key; empty on any other server. */
    public List<String> outsideKey() {
        return key.isEmpty()
                ? List.of()
                : layout.distribution().columns().stream()
                        .filter(column -> !key.contains(column))
                        .toList();
    }

    /** The statement by which rows are distributed by their key. */
    public String distributeByKey() {
        return "ALTER TABLE " + target + " SET DISTRIBUTED BY (" + keyList() + ")";
    }

    /** The statement by which an index leads to the rows. */
    public String indexKey() {
        return "CREATE INDEX ON " + target + " (" + keyList() + ")";
    }

    private String keyList() {
        return key.stream().map(TableName::quote).collect(Collectors.joining(", "));
    }

    /** Such as {@code ods.orders (heap, distributed by id): rows are found by id, and come by COPY}. */
    @Override
    public String toString() {
        String found = key.isEmpty() ? "found as a whole" : "found by " + String.join(", ", key);
        return target + " (" + layout + "): rows are " + (isHistory ? "only added" : found)
                + (isScan() ? ", for which it has no index" : "") + ", and come "
                + (isCopied ? "by COPY" : "through a staging table");
    }
}
