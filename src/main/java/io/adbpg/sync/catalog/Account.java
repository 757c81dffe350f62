package io.adbpg.sync.catalog;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The job's account on one end. Asks the catalogue for its privileges, so that a missing one is refused at the start
 * rather than by the first change that needs it.
 */
public final class Account {
    /** Whether the owner of table {@code c} is a superuser. */
    public static final String OWNED_BY_SUPERUSER = "(SELECT o.rolsuper FROM pg_roles o WHERE o.oid = c.relowner)";

    private static final String MISSING_ON_DATABASE =
            """
            SELECT quote_ident(current_user) AS account, quote_ident(current_database()) AS database
             WHERE NOT has_database_privilege(current_database(), :?privilege)
            """;
    private static final String MISSING_ON_SCHEMA =
            """
            SELECT quote_ident(current_user) AS account, string_agg(p.privilege, ', ') AS privileges
              FROM pg_namespace n CROSS JOIN unnest(string_to_array(:?privileges, ',')) AS p(privilege)
             WHERE n.nspname = CAST(:?schema AS name) AND NOT has_schema_privilege(n.oid, p.privilege)
            HAVING count(*) > 0
            """;
    private static final String MISSING_ON_TABLE =
            """
            SELECT quote_ident(current_user) AS account, string_agg(p.privilege, ', ') AS privileges
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              CROSS JOIN unnest(string_to_array(:?privileges, ',')) AS p(privilege)
             WHERE n.nspname = CAST(:?schema AS name) AND c.relname = CAST(:?table AS name) AND NOT has_table_privilege(c.oid, p.privilege)
            HAVING count(*) > 0
            """;
    private static final String OTHER_OWNER =
            """
            SELECT n.nspname AS schema, c.relname AS name, quote_ident(current_user) AS account,
                   quote_ident(pg_get_userbyid(c.relowner)) AS owner, {super} AS super,
                   has_schema_privilege(n.oid, 'USAGE') AS uses
              FROM {tables}
             WHERE NOT (has_schema_privilege(n.oid, 'USAGE') AND pg_has_role(c.relowner, 'USAGE'))
            """
                    .replace("{super}", OWNED_BY_SUPERUSER)
                    .replace("{tables}", NameList.TABLES);

    private final Database database;

    /** The account that is logged in to a database. */
    public Account(Database database) {
        this.database = database;
    }

    /**
     * Requires a privilege on the database itself.
     *
     * @param alternative what can be done instead of granting it, to be appended to the message; may be blank
     * @throws Refusal if the account lacks it
     */
    public void requireOnDatabase(String privilege, Message alternative) {
        for (Map<String, Object> row : database.run(MISSING_ON_DATABASE, Map.of("privilege", privilege))) {
            throw lacks(row, privilege, "DATABASE " + row.get("database"), alternative);
        }
    }

    /**
     * Requires privileges on a schema.
     *
     * @throws Refusal if the account lacks one of them
     */
    public void requireOnSchema(String schema, Collection<String> privileges) {
        Map<String, Object> values = Map.of("schema", schema, "privileges", String.join(",", privileges));
        for (Map<String, Object> row : database.run(MISSING_ON_SCHEMA, values)) {
            throw lacks(row, (String) row.get("privileges"), "SCHEMA " + TableName.readable(schema), Message.NONE);
        }
    }

    /**
     * Requires privileges on a table, and USAGE on its schema.
     *
     * @throws Refusal if the account lacks one of them
     */
    public void requireOnTable(TableName table, Collection<String> privileges) {
        requireOnSchema(table.schema(), List.of("USAGE"));
        Map<String, Object> values =
                Map.of("schema", table.schema(), "table", table.table(), "privileges", String.join(",", privileges));
        for (Map<String, Object> row : database.run(MISSING_ON_TABLE, values)) {
            throw lacks(row, (String) row.get("privileges"), "TABLE " + table, Message.NONE);
        }
    }

    /** Returns the account's privileges on tables. */
    public TableRights onTables(Collection<TableName> tables) {
        return new TableRights(database, this, tables);
    }

    /**
     * Returns the tables that the account can't publish, with the reason: it must own them, directly or as a member of the
     * owner, and have USAGE on their schemas.
     */
    public Map<TableName, Refusal> notOwned(Set<TableName> tables) {
        Map<TableName, Refusal> refusals = new TreeMap<>();
        for (Map<String, Object> row : database.run(OTHER_OWNER, NameList.values(tables))) {
            TableName table = new TableName((String) row.get("schema"), (String) row.get("name"));
            String account = (String) row.get("account");
            refusals.put(
                    table,
                    (Boolean) row.get("uses")
                            ? notOwner(table, (String) row.get("owner"), (Boolean) row.get("super"), account)
                            : lacksSchema(table.schema(), account));
        }
        return refusals;
    }

    /**
     * Returns the refusal for a table that the account does not own.
     *
     * @param isSuper whether the owner is a superuser, of which the account had better not become a member
     */
    public Refusal notOwner(TableName table, String owner, boolean isSuper, String account) {
        String transfer = "ALTER TABLE " + table + " OWNER TO " + account;
        String fix = isSuper ? transfer : "GRANT " + owner + " TO " + account;
        return Refusal.of(
                        "{0} account {1} does not own table {2}, so it can't publish it: run {3}{4}",
                        database.word(),
                        account,
                        table,
                        fix,
                        isSuper ? Message.NONE : Message.of(", which makes it a member of the owner, or {0}", transfer))
                .withFix(fix);
    }

    /** Returns the refusal for a schema on which the account lacks USAGE. */
    public Refusal lacksSchema(String schema, String account) {
        return lacks(account, "USAGE", "SCHEMA " + TableName.readable(schema), Message.NONE);
    }

    /** Returns the refusal for a table on which the account lacks privileges. */
    public Refusal lacksOnTable(TableName table, String privileges, String account) {
        return lacks(account, privileges, "TABLE " + table, Message.NONE);
    }

    private Refusal lacks(Map<String, Object> row, String privileges, String object, Message alternative) {
        return lacks((String) row.get("account"), privileges, object, alternative);
    }

    private Refusal lacks(String account, String privileges, String object, Message alternative) {
        String fix = "GRANT " + privileges + " ON " + object + " TO " + account;
        return Refusal.of(
                        "{0} account {1} lacks {2} on {3}: run {4}{5}",
                        database.word(), account, privileges, object, fix, alternative)
                .withFix(fix);
    }
}
