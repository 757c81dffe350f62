package io.adbpg.sync.apply;

import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowGroup;
import io.adbpg.sync.fold.RowGroup.PartialRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Headers;

/**
 * Binds the keys of a row group for statements that find rows by key: headers {@code key1}, {@code key2} … each hold
 * one key column as an array literal. Routes know it as bean {@code keys}.
 */
public final class KeyBinding {
    /** Binds the keys of rows that are deleted, inserted or replaced as a whole. */
    public void bind(@Body RowGroup group, @Headers Map<String, Object> headers) {
        bind(group.keys(), group, headers);
    }

    /** Binds these keys and those of the partial rows. */
    public void bindAll(@Body RowGroup group, @Headers Map<String, Object> headers) {
        List<Row> keys = new ArrayList<>(group.keys());
        group.partial().stream().map(PartialRow::key).forEach(keys::add);
        bind(keys, group, headers);
    }

    private static void bind(List<Row> keys, RowGroup group, Map<String, Object> headers) {
        for (int i = 0; i < group.relation().keyLength(); i++) {
            headers.put("key" + (i + 1), ArrayLiteral.of(keys, i));
        }
    }
}
