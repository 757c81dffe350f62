package io.adbpg.sync.catalog;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An account's privileges on tables, read from the catalogue for all tables at once. */
public final class TableRights {
    private static final String GRANTED =
            """
            SELECT n.nspname AS schema, c.relname AS name, quote_ident(current_user) AS account,
                   has_schema_privilege(n.oid, 'USAGE') AS uses,
                   (SELECT string_agg(p.privilege, ',') FROM unnest(string_to_array(:?privileges, ',')) AS p(privilege)
                     WHERE has_table_privilege(c.oid, p.privilege)) AS granted
              FROM {tables}
            """
                    .replace("{tables}", NameList.TABLES);
    private static final String ASKED = "SELECT,INSERT,UPDATE,DELETE,TRUNCATE";

    private final Account account;
    private final Map<TableName, Rights> rights = new HashMap<>();

    private record Rights(String account, boolean usesSchema, Set<String> privileges) {}

    TableRights(Database database, Account account, Collection<TableName> tables) {
        this.account = account;
        if (tables.isEmpty()) {
            return;
        }
        Map<String, Object> values = new HashMap<>(NameList.values(tables));
        values.put("privileges", ASKED);
        for (Map<String, Object> row : database.run(GRANTED, values)) {
            String granted = row.get("granted") == null ? "" : (String) row.get("granted");
            rights.put(
                    new TableName((String) row.get("schema"), (String) row.get("name")),
                    new Rights(
                            (String) row.get("account"),
                            (Boolean) row.get("uses"),
                            Set.copyOf(Arrays.asList(granted.split(",", -1)))));
        }
    }

    /**
     * Requires privileges to read or change the rows of a table, and USAGE on its schema; accepts a table that does not
     * exist.
     *
     * @throws Refusal if the account lacks one of them
     */
    public void require(TableName table, Collection<String> privileges) {
        Rights granted = rights.get(table);
        if (granted == null) {
            return;
        }
        if (!granted.usesSchema) {
            throw account.lacksSchema(table.schema(), granted.account);
        }
        List<String> lacking = privileges.stream()
                .filter(privilege -> !granted.privileges.contains(privilege))
                .toList();
        if (!lacking.isEmpty()) {
            throw account.lacksOnTable(table, String.join(", ", lacking), granted.account);
        }
    }
}
