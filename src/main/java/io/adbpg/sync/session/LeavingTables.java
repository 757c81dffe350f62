package io.adbpg.sync.session;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.UncapturedTable;
import io.adbpg.sync.mapping.TableRoutes;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of the tables that leave the job, and why. */
record LeavingTables(TableRoutes routes, SourceTables tables, Database source) {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");

    /** Tells of each of these. */
    void tell(Collection<TableName> leaving) {
        for (TableName table : leaving) {
            UncapturedTable now = UncapturedTable.read(source, table, tables.version());
            if (routes.of(table) != null && now.root() != null && tables.table(now.root()) == null) {
                LOG.warn(
                        "table {} leaves the job, and its changes arrive no more: it is a partition of {} now, which no entry"
                                + " takes; give {}, or the partition itself, an entry",
                        table,
                        now.root(),
                        now.root());
            } else {
                LOG.info("table {} leaves the job, and its rows on the target stay: {}", table, why(table, now));
            }
        }
    }

    private String why(TableName table, UncapturedTable now) {
        if (routes.of(table) == null) {
            return "no entry takes it any more";
        }
        if (tables.leftOut().containsKey(table)) {
            return tables.leftOut().get(table).toString();
        }
        if (now.root() != null) {
            return "it is a partition of " + now.root() + " now, whose entry gets its rows";
        }
        return now.exists() ? "no entry stands for it any more" : "the source no longer has it";
    }
}
