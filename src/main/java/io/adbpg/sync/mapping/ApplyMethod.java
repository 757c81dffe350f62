package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.Layout;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Worded;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How the rows of a target table are found and written, for logs and precheck.
 *
 * @param key the target columns by which a row is found; empty if it is found by all its values, or never
 * @param isHistory whether rows are only added
 * @param isCopied whether rows are COPYed straight into the table, without staging
 */
public record ApplyMethod(TableName target, Layout layout, List<String> key, boolean isHistory, boolean isCopied)
        implements Worded {

    /** Whether the target has to scan the whole table to find rows by their key. */
    public boolean isScan() {
        return !key.isEmpty() && !layout.isIndexed(key);
    }

    /** Whether such a scan is expensive: it is on a heap table. */
    public boolean isSlow() {
        return isScan() && layout.storage() == Layout.Storage.HEAP;
    }

    /**
     * Returns the distribution key's columns that are not part of the key; empty unless the target has a Greenplum
     * kernel.
     */
    public List<String> outsideKey() {
        return key.isEmpty()
                ? List.of()
                : layout.distribution().columns().stream()
                        .filter(column -> !key.contains(column))
                        .toList();
    }

    /** Returns the statement that distributes the table by its key. */
    public String distributeByKey() {
        return "ALTER TABLE " + target + " SET DISTRIBUTED BY (" + keyList() + ")";
    }

    /** Returns the statement that creates an index on the key. */
    public String indexKey() {
        return "CREATE INDEX ON " + target + " (" + keyList() + ")";
    }

    private String keyList() {
        return key.stream().map(TableName::quote).collect(Collectors.joining(", "));
    }

    /** Says such as {@code ods.orders (heap, distributed by id): rows are found by id, and come by COPY}. */
    @Override
    public Message message() {
        Message found = isHistory
                ? Message.of("only added")
                : key.isEmpty() ? Message.of("found as a whole") : Message.of("found by {0}", String.join(", ", key));
        return Message.of(
                "{0} ({1}): rows are {2}{3}, and come {4}",
                target,
                layout,
                found,
                isScan() ? Message.of(", for which it has no index") : Message.NONE,
                isCopied ? Message.of("by COPY") : Message.of("through a staging table"));
    }

    @Override
    public String toString() {
        return message().toString();
    }
}
