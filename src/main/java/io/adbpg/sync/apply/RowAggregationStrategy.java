package io.adbpg.sync.apply;

import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.failure.Worded;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.RowGroup;
import io.adbpg.sync.fold.RowMap;
import io.adbpg.sync.fold.RowMapConverter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/**
 * Joins the rows of a {@code split} over {@code ${body.rowMaps}} into one row group again: the aggregation strategy
 * {@code #rows}.
 *
 * <p>Leaves out rows that were dropped, or whose body a step has removed. Steps may change values and columns.
 */
public final class RowAggregationStrategy implements AggregationStrategy {
    private static final String ROWS = "adbpg-sync-rows";

    /** The same columns must give the same relation: statements and staging tables are made per relation. */
    private final Map<Relation, Map<List<String>, Relation>> relations = new WeakHashMap<>();

    @Override
    public Exchange aggregate(Exchange before, Exchange row) {
        throw new UnsupportedOperationException("#rows is for a split over ${body.rowMaps}");
    }

    @Override
    public Exchange aggregate(Exchange before, Exchange row, Exchange input) {
        Exchange gathered = before == null ? row : before;
        if (before == null) {
            row.setProperty(ROWS, new ArrayList<RowMap>());
        }
        if (row.getException() != null) {
            // Otherwise the split would go on as if nothing had happened.
            gathered.setException(row.getException());
        } else {
            add(row, rows(gathered), input);
        }
        return gathered;
    }

    private static void add(Exchange row, List<RowMap> rows, Exchange input) {
        Object body = row.getMessage().getBody();
        if (body instanceof RowMap map) {
            if (!map.isDropped()) {
                rows.add(map);
            }
        } else if (body != null) {
            throw Refusal.usage(
                    "a step left {0} where a row of {1} should be: use variableReceive to put its answer elsewhere",
                    body.getClass().getSimpleName(),
                    input.getMessage().getBody(RowGroup.class).relation().table());
        }
    }

    @SuppressWarnings("unchecked")
    private static List<RowMap> rows(Exchange gathered) {
        return gathered.getProperty(ROWS, List.class);
    }

    @Override
    public void onCompletion(Exchange gathered, Exchange input) {
        if (gathered == null || gathered.getException() != null) {
            return;
        }
        RowGroup group = input.getMessage().getBody(RowGroup.class);
        try {
            List<RowMap> rows = rows(gathered);
            RowGroup changed = RowMapConverter.toGroup(
                    group, relation(group.relation(), RowMapConverter.columnsOf(group, rows)), rows);
            gathered.getMessage().setBody(changed);
            gathered.getMessage().setHeader("rowCount", changed.size());
            gathered.getMessage().setHeader("columns", changed.relation().columns());
        } catch (IllegalArgumentException e) {
            // If this method threw, Camel would wait forever for the split.
            gathered.setException(Refusal.usage(Worded.of(e)));
        }
    }

    private synchronized Relation relation(Relation relation, List<String> columns) {
        return columns.equals(relation.columns())
                ? relation
                : relations
                        .computeIfAbsent(relation, own -> new HashMap<>())
                        .computeIfAbsent(columns, relation::withColumns);
    }
}
