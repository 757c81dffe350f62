package io.adbpg.sync.mapping;

import static io.adbpg.sync.catalog.TableName.quote;

import io.adbpg.sync.catalog.Account;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Distribution;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.mapping.SelectList.Item;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A target table to create, with the mapped columns and the key of the source table. */
final class NewTable {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");

    /** Types that a Greenplum kernel can't hash, and so can't distribute by. */
    private static final Set<String> NO_DISTRIBUTION_KEY = Set.of("money", "tsvector", "tsquery");

    private final TableName name;
    private final SourceTable from;
    private final Map<String, String> sourceTypes;
    private final List<Item> items;
    private final boolean keyed;

    /**
     * @param sourceTypes the types of the columns that the items may read, by name
     * @param items the items of the select list, one per column of the target
     * @param keyed whether it gets a primary key if the source table has a key
     */
    NewTable(TableName name, SourceTable from, Map<String, String> sourceTypes, List<Item> items, boolean keyed) {
        this.name = name;
        this.from = from;
        this.sourceTypes = sourceTypes;
        this.items = items;
        this.keyed = keyed;
    }

    /** Whether the target has a table of this name. */
    boolean exists(Database target) {
        return !target.run(
                        "SELECT 1 AS one FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                                + " WHERE n.nspname = CAST(:?schema AS name) AND c.relname = CAST(:?table AS name)",
                        Map.of("schema", name.schema(), "table", name.table()))
                .isEmpty();
    }

    /**
     * Creates the table, and its schema if that is missing.
     *
     * @throws io.adbpg.sync.failure.Refusal if the account may not
     */
    void create(Database source, Database target, Kernel kernel) throws Exception {
        createSchema(target);
        Map<String, String> types = types(source);
        Map<String, String> nearest = NearestTypes.of(source, target, types.values());
        types.forEach((column, type) -> {
            String there = nearest.get(type);
            if (!there.equals(type)) {
                LOG.info("table {}: column {} becomes {}, since the target has no type {}", name, column, there, type);
            }
        });
        if (!key().isEmpty() && distribution(kernel, types, nearest).kind() == Distribution.Kind.RANDOM) {
            LOG.info("table {}: gets no primary key, since the target can't distribute rows by its type", name);
        }
        target.run(statement(kernel, types, nearest));
        LOG.info("table {}: created on the target", name);
        if (!from.parents().isEmpty()) {
            LOG.warn("table {}: {}", name, from.inheritanceLost());
        }
    }

    /**
     * Returns the statements that create the table, and its schema if that is missing, for an administrator.
     *
     * @param privileges what the job's account needs on the table
     */
    String statements(Database source, Database target, Kernel kernel, Collection<String> privileges) throws Exception {
        Map<String, String> types = types(source);
        Map<String, String> nearest = NearestTypes.of(source, target, types.values());
        String account = (String)
                target.run("SELECT quote_ident(current_user) AS account").get(0).get("account");
        List<String> statements = new ArrayList<>();
        if (!hasSchema(target)) {
            statements.add("CREATE SCHEMA " + quote(name.schema()));
            statements.add("GRANT USAGE ON SCHEMA " + quote(name.schema()) + " TO " + account);
        }
        statements.add(statement(kernel, types, nearest));
        statements.add("GRANT " + String.join(", ", privileges) + " ON TABLE " + name.toSql() + " TO " + account);
        return String.join("; ", statements);
    }

    private String statement(Kernel kernel, Map<String, String> types, Map<String, String> nearest) {
        List<String> columns = new ArrayList<>();
        types.forEach((column, type) -> columns.add(quote(column) + " " + nearest.get(type)));
        List<String> key = key();
        Distribution distribution = distribution(kernel, types, nearest);
        if (!key.isEmpty() && distribution.kind() != Distribution.Kind.RANDOM) {
            columns.add(key.stream().map(TableName::quote).collect(Collectors.joining(", ", "PRIMARY KEY (", ")")));
        }
        return "CREATE TABLE " + name.toSql() + " (" + String.join(", ", columns) + ")" + distribution.toSql();
    }

    /** Returns the distribution: a table with a primary key must be distributed by columns of it. */
    private Distribution distribution(Kernel kernel, Map<String, String> types, Map<String, String> nearest) {
        if (!kernel.greenplum()) {
            return Distribution.NONE;
        }
        return Distribution.by(key().stream()
                .filter(column -> !NO_DISTRIBUTION_KEY.contains(nearest.get(types.get(column))))
                .toList());
    }

    private void createSchema(Database target) {
        requireRights(target);
        if (!hasSchema(target)) {
            target.run("CREATE SCHEMA " + quote(name.schema()));
        }
    }

    private boolean hasSchema(Database target) {
        return !target.run(
                        "SELECT 1 AS one FROM pg_namespace WHERE nspname = :?schema", Map.of("schema", name.schema()))
                .isEmpty();
    }

    /**
     * Requires the privileges to create the table.
     *
     * @throws io.adbpg.sync.failure.Refusal if the account may not
     */
    void requireRights(Database target) {
        Account account = new Account(target);
        if (hasSchema(target)) {
            account.requireOnSchema(name.schema(), List.of("USAGE", "CREATE"));
        } else {
            account.requireOnDatabase("CREATE", Message.of("; it is for CREATE SCHEMA {0}", quote(name.schema())));
        }
    }

    /** Returns the columns that become text because the target lacks their types, as source types by name. */
    Map<String, String> textColumns(Database source, Database target) throws Exception {
        Map<String, String> types = types(source);
        Map<String, String> nearest = NearestTypes.of(source, target, types.values());
        types.values()
                .removeIf(type -> type.equals("text") || !nearest.get(type).equals("text"));
        return types;
    }

    /** Returns the types of the columns by name, as the source gives them; it determines those of expressions, too. */
    private Map<String, String> types(Database source) {
        String row = sourceTypes.entrySet().stream()
                .map(column -> "CAST(NULL AS " + column.getValue() + ") AS " + quote(column.getKey()))
                .collect(Collectors.joining(", ", "(SELECT ", ") AS s"));
        Map<String, String> types = new LinkedHashMap<>();
        for (Item item : items) {
            String type = item.source() == null
                    ? (String) source.run("SELECT CAST(pg_typeof(" + item.toJdbc() + ") AS text) AS type FROM " + row)
                            .get(0)
                            .get("type")
                    : sourceTypes.get(item.source());
            types.put(item.target(), type.equals("unknown") ? "text" : type);
        }
        return types;
    }

    private List<String> key() {
        List<String> key = new ArrayList<>();
        if (keyed && !from.key().isEmpty()) {
            for (String column : from.key()) {
                items.stream()
                        .filter(item -> column.equals(item.source()))
                        .findFirst()
                        .ifPresent(item -> key.add(item.target()));
            }
            // They distinguish the rows from those of other tables in the same target.
            items.stream().filter(Item::isConstant).forEach(item -> key.add(item.target()));
        }
        return key;
    }
}
