package io.adbpg.sync.catalog;

/**
 * How a server compares the values of a column.
 *
 * @param type its type as {@code format_type} prints it, without length or scale; for a domain its base type
 * @param isEnum whether that is an enum type
 * @param collation the locale of its collation if that is not deterministic, and so holds different texts for equal; null
 *     otherwise
 */
public record Comparison(String type, boolean isEnum, String collation) {
    /** Gives the oid of type {@code d}, or of the type under it if it is a domain, perhaps over another domain. */
    static final String BASE =
            """
            CASE d.typtype WHEN 'd' THEN
              (WITH RECURSIVE under AS (
                 SELECT d.oid AS id
                 UNION ALL SELECT t.typbasetype FROM under u JOIN pg_type t ON t.oid = u.id WHERE t.typtype = 'd')
               SELECT t.oid FROM under u JOIN pg_type t ON t.oid = u.id WHERE t.typtype <> 'd') ELSE d.oid END""";

    /**
     * Gives {@link #collation} of column {@code a}. Servers before 12 have no collations of that kind, nor the columns of
     * the catalogue that say so.
     */
    static final String COLLATION =
            """
            (SELECT COALESCE(l.c->>'colllocale', l.c->>'colliculocale', l.c->>'collcollate', '')
                    || COALESCE(' ' || (l.c->>'collicurules'), '')
               FROM (SELECT row_to_json(k) AS c FROM pg_collation k WHERE k.oid = a.attcollation) AS l
              WHERE l.c->>'collisdeterministic' = 'false')""";
}
