package io.adbpg.sync.apply;

import io.adbpg.sync.catalog.TableName;
import java.util.Locale;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** An endpoint of {@link CopyComponent}. */
public final class CopyEndpoint extends DefaultEndpoint {
    private Target dataSource;
    private Into into;
    private TableName table;

    /** Where the rows of a group go. */
    public enum Into {
        /** Its whole rows, into a table. */
        TABLE,
        /** All its rows, into the table's staging table. */
        STAGING,
        /** Its partial rows, into the table's staging table. */
        PARTIAL
    }

    CopyEndpoint(String uri, CopyComponent component) {
        super(uri, component);
    }

    /** The target: {@code #target}. */
    public void setDataSource(Target dataSource) {
        this.dataSource = dataSource;
    }

    /** See {@link #setDataSource}. */
    public Target getDataSource() {
        return dataSource;
    }

    /** Where the rows go; without it what the path says. */
    public void setInto(Into into) {
        this.into = into;
    }

    /** See {@link #setInto}. */
    public Into getInto() {
        return into;
    }

    /** The table that the path names; null for that of the entry. */
    TableName table() {
        return table;
    }

    /**
     * Takes what stands behind {@code copy:}.
     *
     * @throws IllegalArgumentException if it does not say where the rows go, or the options say otherwise
     */
    void setPath(String path) {
        boolean isStaging = path.equals("staging");
        into = into == null ? (isStaging ? Into.STAGING : Into.TABLE) : into;
        if (dataSource == null) {
            throw new IllegalArgumentException("copy:" + path + " has no dataSource: set it to #target");
        }
        if (isStaging == (into == Into.TABLE)) {
            throw new IllegalArgumentException(
                    "copy:" + path + " and into="
                            + into.name().toLowerCase(Locale.ROOT)
                            + " say different things: write copy:staging for staging and partial, and leave out `into` otherwise");
        }
        if (!isStaging && !path.equals("table")) {
            table = parse(path);
        }
    }

    private static TableName parse(String path) {
        try {
            TableName name = TableName.parse(path);
            if (!name.isWildcard()) {
                return name;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "copy:" + path + ": " + e.getMessage() + "; or copy:table, or copy:staging", e);
        }
        throw new IllegalArgumentException(
                "copy:" + path + " names no single table: write copy:table for that of the entry");
    }

    @Override
    public Producer createProducer() {
        return new CopyProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("copy: can only be written to, as in to: copy:schema.table");
    }
}
