package io.adbpg.sync.load;

import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.mapping.TableMapping;
import io.adbpg.sync.mapping.TableRoutes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which source tables of a job go into each target table. */
public final class SourcesOfTargets {
    private final Map<TableName, List<TableName>> sources = new HashMap<>();

    /** @param captured all tables of the job */
    public SourcesOfTargets(SourceTables captured, TableRoutes routes) {
        for (SourceTable table : captured.all()) {
            TableMapping mapping = routes.of(table.name()).mapping();
            if (mapping != null) {
                sources.computeIfAbsent(mapping.target(table.name()), name -> new ArrayList<>())
                        .add(table.name());
            }
        }
    }

    /** Returns the source tables of a target table. */
    List<TableName> of(TableName target) {
        return sources.getOrDefault(target, List.of());
    }

    /** Whether several source tables go into a target table. */
    public boolean isShared(TableName target) {
        return of(target).size() > 1;
    }
}
