package io.adbpg.sync.resume;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Operation;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/**
 * A publication as the source's catalogue has it.
 *
 * @param transaction the transaction that reads it, as {@code xmin} shows it; null unless it has written something
 * @param owner its owner, quoted for SQL
 * @param account the job's account, quoted for SQL
 * @param isOwned whether the job's account may alter it
 * @param isForAll whether it was made {@code FOR ALL TABLES} or {@code FOR ALL SEQUENCES}, so that it takes no table by name
 * @param operations what it publishes
 * @param publishesRoots whether it publishes the rows of partitions as their root's
 * @param publishesGenerated whether it publishes stored generated columns
 * @param tables the tables that it names
 * @param limited those of them that it publishes with a row filter or a column list
 */
public record PublicationState(
        PublicationVersion version,
        String transaction,
        String owner,
        String account,
        boolean isOwned,
        boolean isForAll,
        Set<Operation> operations,
        boolean publishesRoots,
        boolean publishesGenerated,
        Set<TableName> tables,
        Set<TableName> limited) {
    private static final int PUBLISHES_SCHEMAS = 150_000;

    // What a version lacks is missing in the JSON.
    private static final String READ =
            """
            SELECT CAST(txid_current_if_assigned() & 4294967295 AS text) AS transaction, p.oid AS oid, CAST(p.xmin AS text) AS row, CAST(row_to_json(p) AS text) AS properties,
                   quote_ident(pg_get_userbyid(p.pubowner)) AS owner, quote_ident(current_user) AS account,
                   pg_has_role(p.pubowner, 'USAGE') AS owned, {schemas} AS schemas,
                   c.oid AS relation, CAST(r.xmin AS text) AS member, n.nspname AS schema, c.relname AS name,
                   row_to_json(r)->>'prqual' IS NOT NULL OR row_to_json(r)->>'prattrs' IS NOT NULL AS limited
              FROM pg_publication p
              LEFT JOIN (pg_publication_rel r JOIN pg_class c ON c.oid = r.prrelid
                         JOIN pg_namespace n ON n.oid = c.relnamespace)
                   -- Not those that a publication of all tables leaves out, from version 19 on.
                   ON r.prpubid = p.oid AND COALESCE(row_to_json(r)->>'prexcept', 'false') = 'false'
             WHERE p.pubname = :?publication
            """;
    private static final String SCHEMAS =
            """
            (SELECT string_agg(CAST(s.pnnspid AS text) || ':' || CAST(s.xmin AS text), ' ')
               FROM pg_publication_namespace s WHERE s.pnpubid = p.oid)
            """;

    /**
     * Reads a publication.
     *
     * @param version the source's version, such as 160011
     * @return null if it does not exist
     */
    static PublicationState read(Database source, String name, int version) {
        String schemas = version >= PUBLISHES_SCHEMAS ? SCHEMAS : "CAST(NULL AS text)";
        List<Map<String, Object>> rows = source.run(READ.replace("{schemas}", schemas), Map.of("publication", name));
        return rows.isEmpty() ? null : of(rows);
    }

    private static PublicationState of(List<Map<String, Object>> rows) {
        Map<Long, String> members = new TreeMap<>();
        Set<TableName> tables = new TreeSet<>();
        Set<TableName> limited = new TreeSet<>();
        for (Map<String, Object> row : rows) {
            if (row.get("relation") != null) {
                TableName table = new TableName((String) row.get("schema"), (String) row.get("name"));
                members.put(((Number) row.get("relation")).longValue(), (String) row.get("member"));
                tables.add(table);
                if ((Boolean) row.get("limited")) {
                    limited.add(table);
                }
            }
        }
        Map<String, Object> own = rows.get(0);
        JsonObject properties = properties((String) own.get("properties"));
        String schemas = own.get("schemas") == null ? "" : (String) own.get("schemas");
        return new PublicationState(
                new PublicationVersion(
                        ((Number) own.get("oid")).longValue(),
                        (String) own.get("row"),
                        members,
                        PublicationVersion.members(schemas)),
                (String) own.get("transaction"),
                (String) own.get("owner"),
                (String) own.get("account"),
                (Boolean) own.get("owned"),
                is(properties, "puballtables") || is(properties, "puballsequences"),
                operations(properties),
                is(properties, "pubviaroot"),
                "s".equals(properties.get("pubgencols")),
                tables,
                limited);
    }

    private static JsonObject properties(String json) {
        try {
            return (JsonObject) Jsoner.deserialize(json);
        } catch (DeserializationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean is(JsonObject properties, String name) {
        return Boolean.TRUE.equals(properties.get(name));
    }

    private static Set<Operation> operations(JsonObject properties) {
        Set<Operation> operations = EnumSet.noneOf(Operation.class);
        for (Operation operation : Operation.values()) {
            if (is(properties, "pub" + operation.word())) {
                operations.add(operation);
            }
        }
        return operations;
    }
}
