package io.adbpg.sync.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds out which tables have rows. */
public final class FilledTables {
    private static final int TABLES_PER_QUERY = 100;

    private FilledTables() {}

    /** Returns the names of those tables that have rows of their own. The account needs SELECT on all of them. */
    public static Set<TableName> find(Database database, Collection<TargetTable> tables) {
        List<TargetTable> asked = List.copyOf(tables);
        Set<TableName> filled = new HashSet<>();
        for (int from = 0; from < asked.size(); from += TABLES_PER_QUERY) {
            List<TargetTable> part = asked.subList(from, Math.min(asked.size(), from + TABLES_PER_QUERY));
            List<String> questions = new ArrayList<>();
            for (int i = 0; i < part.size(); i++) {
                questions.add("SELECT " + i + " AS number WHERE EXISTS (SELECT 1 FROM "
                        + part.get(i).toSql() + ")");
            }
            database.run(String.join(" UNION ALL ", questions))
                    .forEach(row -> filled.add(
                            part.get(((Number) row.get("number")).intValue()).name()));
        }
        return filled;
    }
}
