package io.adbpg.sync.catalog;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Worded;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A foreign key that the target enforces.
 *
 * @param name of the constraint, quoted where SQL needs it
 * @param from the table that refers
 * @param to the table that is referred to
 * @param isDeferred whether it is checked at commit, unless a session asks otherwise
 * @param acts whether it changes or deletes rows that refer to one which is deleted or gets another key
 */
public record ForeignKey(String name, TableName from, TableName to, boolean isDeferred, boolean acts)
        implements Worded {
    // Those of partitions come with their root's. Servers from 18 on can have some that they don't enforce.
    private static final String FIND =
            """
            WITH wanted AS (SELECT c.oid AS id FROM {tables})
            SELECT quote_ident(k.conname) AS name, fn.nspname AS from_schema, f.relname AS from_name,
                   tn.nspname AS to_schema, t.relname AS to_name, k.condeferred AS deferred,
                   k.confdeltype NOT IN ('a', 'r') OR k.confupdtype NOT IN ('a', 'r') AS acts
              FROM pg_constraint k
              JOIN pg_class f ON f.oid = k.conrelid JOIN pg_namespace fn ON fn.oid = f.relnamespace
              JOIN pg_class t ON t.oid = k.confrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
             WHERE k.contype = 'f' AND (k.conrelid IN (SELECT id FROM wanted) OR k.confrelid IN (SELECT id FROM wanted))
               AND COALESCE(row_to_json(k)->>'conparentid', '0') = '0'
               AND COALESCE(row_to_json(k)->>'conenforced', 'true') = 'true'
             ORDER BY 2, 3, 1
            """
                    .replace("{tables}", NameList.TABLES);

    /** Reads those of tables and those that refer to them; none of a Greenplum kernel, which does not enforce any. */
    public static List<ForeignKey> load(Database target, Kernel kernel, Collection<TableName> tables) {
        List<ForeignKey> found = new ArrayList<>();
        if (kernel.greenplum() || tables.isEmpty()) {
            return found;
        }
        for (Map<String, Object> row : target.run(FIND, NameList.values(tables))) {
            found.add(new ForeignKey(
                    (String) row.get("name"),
                    new TableName((String) row.get("from_schema"), (String) row.get("from_name")),
                    new TableName((String) row.get("to_schema"), (String) row.get("to_name")),
                    (Boolean) row.get("deferred"),
                    (Boolean) row.get("acts")));
        }
        return found;
    }

    /** Returns the statement that takes it away. */
    public String drop() {
        return "ALTER TABLE " + from + " DROP CONSTRAINT " + name;
    }

    /** Returns the statement after which it is checked at commit. */
    public String defer() {
        return "ALTER TABLE " + from + " ALTER CONSTRAINT " + name + " DEFERRABLE INITIALLY DEFERRED";
    }

    @Override
    public Message message() {
        return Message.of("foreign key {0} of {1} to {2}", name, from, to);
    }

    @Override
    public String toString() {
        return message().toString();
    }
}
