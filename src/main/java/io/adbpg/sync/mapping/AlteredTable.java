package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.ShapeChange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An opened table whose source table was altered: what its target gets, and lacks. */
public final class AlteredTable {
    private final MappedTable mapped;
    private final String ownRows;
    private final Kernel kernel;

    /** @param ownRows the condition that a target row {@code t} comes from this source table */
    AlteredTable(MappedTable mapped, String ownRows, Kernel kernel) {
        this.mapped = mapped;
        this.ownRows = ownRows;
        this.kernel = kernel;
    }

    /** Whether the target gets anything of a source column, as it is or by an expression. */
    public boolean uses(String column) {
        return mapped.uses(column);
    }

    /**
     * Returns the renamed columns that the target has under both names: the values of old rows are in the column of the former
     * name, which gets none any more.
     */
    public List<String> columnsBesideFormer(ShapeChange change) {
        return mapped.besideFormer(change);
    }

    /** Whether the target takes the values of a column, if rows still come with it. */
    public boolean takes(String column) {
        return mapped.takes(column);
    }

    /** Returns the target columns that get the values of a source column as they are, by the source columns. */
    public Map<String, String> copies() {
        Map<String, String> copies = new HashMap<>();
        mapped.columns(mapped.relation()).items().stream()
                .filter(item -> item.source() != null)
                .forEach(item -> copies.put(item.source(), item.target()));
        return copies;
    }

    /** Whether the target takes a source column's values as another type. */
    public boolean converts(String column) {
        return mapped.converts(column);
    }

    /** Fills the columns that were added on the source in the rows that the target already has. */
    public void fill(ShapeChange change, Database target) {
        if (!mapped.isHistory()) {
            new AddedColumns(mapped.columns(mapped.relation()), ownRows, target).fill(change.added());
        }
    }

    /** Returns what gives the target the source's key, each to follow {@code ALTER TABLE} and a name. */
    public List<String> keyAdditions(Database target) {
        return new TargetKey(mapped, kernel, new PlainNames(target)).additions();
    }
}
