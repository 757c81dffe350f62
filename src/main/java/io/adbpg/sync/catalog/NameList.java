package io.adbpg.sync.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.camel.util.json.JsonArray;

/** Names of tables as one value of a statement, so that it asks for all of them at once. */
final class NameList {
    /** For a FROM: table {@code c} of {@code pg_class} and its schema {@code n}, for each name that exists. */
    static final String TABLES = "json_array_elements(CAST(:?names AS json)) AS w"
            + " JOIN pg_namespace n ON n.nspname = w->>0"
            + " JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w->>1";

    private NameList() {}

    /** The value {@code names} of a statement with {@link #TABLES}; each name may be there once. */
    static Map<String, Object> values(Collection<TableName> names) {
        return Map.of("names", toJson(names));
    }

    /** An array of pairs, of schema and table. */
    static String toJson(Collection<TableName> names) {
        JsonArray list = new JsonArray();
        names.forEach(name -> list.add(new JsonArray(List.of(name.schema(), name.table()))));
        return list.toJson();
    }
}
