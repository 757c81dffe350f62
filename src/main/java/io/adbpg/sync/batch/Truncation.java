package io.adbpg.sync.batch;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.RowGroup;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.mapping.TableRoutes.TableRoute;
import java.util.ArrayList;
import java.util.List;

/**
 * Joins the tables that a batch truncates one right after the other, so that one statement empties them, as on the source:
 * PostgreSQL refuses to truncate a table that another one refers to, unless both are truncated at once.
 */
final class Truncation {
    private Truncation() {}

    /**
     * A row group to send.
     *
     * @param also the target tables that the same TRUNCATE empties, as SQL
     */
    record Step(RowGroup group, List<String> also) {}

    /**
     * Returns the row groups to send, in order. A table is truncated along with others if its rows go straight to a target
     * table that it shares with none.
     */
    static List<Step> steps(List<RowGroup> groups, TableRoutes routes) {
        List<Step> steps = new ArrayList<>(groups.size());
        Step first = null;
        for (RowGroup group : groups) {
            boolean joins = group.operation() == Operation.TRUNCATE && isAlone(group, routes);
            if (joins && first != null) {
                TableName table = group.relation().table();
                first.also.add(routes.of(table).mapping().ownTarget(table));
                continue;
            }
            Step step = new Step(group, new ArrayList<>());
            steps.add(step);
            if (joins) {
                first = step;
            } else if (group.operation() != Operation.TRUNCATE) {
                first = null;
            }
        }
        return steps;
    }

    private static boolean isAlone(RowGroup group, TableRoutes routes) {
        TableName table = group.relation().table();
        TableRoute route = routes.of(table);
        return !route.hasSteps() && !route.mapping().isShared(table);
    }
}
