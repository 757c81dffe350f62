package io.adbpg.sync.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a database's domains are over, through domains over domains, and arrays of domains. */
public final class Domains {
    private static final String STEPS =
            """
            SELECT t.oid::bigint AS id, b.oid::bigint AS base, t.typtype <> 'd' AS is_array, format_type(b.oid, -1) AS type,
                   format_type(b.oid, CASE t.typtype WHEN 'd' THEN t.typtypmod ELSE -1 END) AS declared,
                   b.typtype = 'c' OR b.typelem <> 0 AND b.typlen = -1 AS flattened
              FROM pg_type t JOIN pg_type b ON b.oid = CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.typelem END
             WHERE t.typtype = 'd' OR t.typelem <> 0 AND t.typlen = -1 AND b.typtype = 'd'
            """;

    private static final String OID = "SELECT CAST(CAST(:?type AS regtype) AS oid)::bigint AS id";

    private final Map<Long, Base> steps = new HashMap<>();

    /**
     * What a domain is over, or an array of domains an array of; it may be a domain itself.
     *
     * @param isArray whether the type is an array of it
     * @param type as {@code format_type} prints it, without length or scale
     * @param declared with length or scale
     * @param isFlattened whether {@code unnest} would take its values apart
     */
    record Base(long oid, boolean isArray, String type, String declared, boolean isFlattened) {}

    private Domains() {}

    /** No domains, for those who ask for none. */
    static Domains none() {
        return new Domains();
    }

    /** Reads all domains of a database. */
    public static Domains read(Database database) {
        Domains domains = new Domains();
        for (Map<String, Object> row : database.run(STEPS)) {
            domains.steps.put(
                    (Long) row.get("id"),
                    new Base(
                            (Long) row.get("base"),
                            (Boolean) row.get("is_array"),
                            (String) row.get("type"),
                            (String) row.get("declared"),
                            (Boolean) row.get("flattened")));
        }
        return domains;
    }

    /** Returns what a domain is over, which may be an array of domains; null for any other type. */
    Base base(long type) {
        Base base = null;
        for (Base next = steps.get(type); next != null && !next.isArray(); next = steps.get(next.oid())) {
            base = next;
        }
        return base;
    }

    /**
     * Returns the type of the values of a domain, or of an array of domains, with length or scale: no domain any more, nor an
     * array of domains; null for any other type.
     */
    public String values(long type) {
        String values = null;
        boolean isArray = false;
        for (Base next = steps.get(type); next != null; next = steps.get(next.oid())) {
            values = next.declared();
            isArray |= next.isArray();
        }
        return values == null || !isArray ? values : values + "[]";
    }

    /** Returns the same for a type of this name. */
    public String values(Database database, String type) {
        List<Map<String, Object>> rows = database.run(OID, Map.of("type", type));
        return values((Long) rows.get(0).get("id"));
    }
}
