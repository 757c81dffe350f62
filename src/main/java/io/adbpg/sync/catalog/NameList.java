package io.adbpg.sync.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.camel.util.json.JsonArray;

/** Binds the names of many tables as one value, so that one statement queries them all. */
public final class NameList {
    /**
     * A FROM list that yields, for each name that exists, its {@code pg_class} row {@code c}, its {@code pg_namespace} row {@code n},
     * and the JSON array {@code w} of schema, table, and whatever else the value has. As text, the names would be compared with those of
     * all tables before PostgreSQL 12.
     */
    public static final String TABLES = "json_array_elements(CAST(:?names AS json)) AS w"
            + " JOIN pg_namespace n ON n.nspname = CAST(w->>0 AS name)"
            + " JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = CAST(w->>1 AS name)";

    private NameList() {}

    /** Returns the value {@code names} for a statement with {@link #TABLES}; no name may occur twice. */
    static Map<String, Object> values(Collection<TableName> names) {
        return Map.of("names", toJson(names));
    }

    /** Returns a JSON array of pairs of schema and table. */
    static String toJson(Collection<TableName> names) {
        JsonArray list = new JsonArray();
        names.forEach(name -> list.add(new JsonArray(List.of(name.schema(), name.table()))));
        return list.toJson();
    }
}
