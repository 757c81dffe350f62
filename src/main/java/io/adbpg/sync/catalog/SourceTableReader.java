package io.adbpg.sync.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads the columns and keys of tables from the source's catalogue. */
final class SourceTableReader {
    private static final String COLUMNS =
            """
            SELECT n.nspname AS schema, c.relname AS name, c.relreplident::text AS identity,
                   a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type,
                   CASE WHEN a.atthasdef THEN COALESCE(row_to_json(a)->>'attgenerated', '') ELSE '' END AS generated, c.relnatts AS last,
                   a.attlen = -1 AND a.attstorage IN ('x', 'e') AND (c.relkind = 'p' OR c.reltoastrelid <> 0) AS toasted,
                   c.relkind = 'p' AS partitioned, c.oid AS oid, c.relfilenode AS storage,
                   a.attnum AS number, a.atttypid AS type_oid, a.atttypmod AS modifier, a.atthasdef AS has_default, a.attnotnull AS required,
                   {missing} AS missing, {labels} AS labels,
                   CASE WHEN a.atthasdef AND row_to_json(a)->>'attgenerated' = 's' THEN (
                     SELECT md5(CAST(f.adbin AS text)) FROM pg_attrdef f WHERE f.adrelid = c.oid AND f.adnum = a.attnum) END AS expression,
                   format_type(y.oid, -1) AS base, y.typtype = 'e' AS enum, {collation} AS collation,
                   CASE WHEN NOT c.relispartition THEN (
                     SELECT string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno)
                       FROM pg_inherits i WHERE i.inhrelid = c.oid) END AS parents,
                   (SELECT k.pos
                      FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(num, pos)
                     WHERE i.indrelid = c.oid AND i.indimmediate AND k.num = a.attnum
                       AND k.pos <= COALESCE((row_to_json(i)->>'indnkeyatts')::int, i.indnatts)
                       AND CASE c.relreplident WHEN 'i' THEN i.indisreplident WHEN 'n' THEN false
                                               ELSE i.indisprimary END) AS key_position
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
              LEFT JOIN pg_type d ON d.oid = a.atttypid
              LEFT JOIN pg_type y ON y.oid = {base}
             WHERE c.relkind IN ('r', 'p') AND c.relpersistence = 'p' AND ({wanted})
             ORDER BY n.nspname, c.relname, a.attnum
            """;

    /** What the texts of a column's values are made of, where that is altered apart from the column. */
    private static final String LABELS =
            """
            (SELECT COALESCE(
                      (SELECT string_agg(e.oid || ' ' || e.enumlabel, chr(10) ORDER BY e.oid)
                         FROM pg_enum e WHERE e.enumtypid = y.oid),
                      (SELECT string_agg(CAST(p.attnum AS text), ',' ORDER BY p.attnum)
                         FROM pg_attribute p WHERE p.attrelid = y.typrelid AND p.attnum > 0 AND NOT p.attisdropped))
               FROM pg_type t
               JOIN pg_type y ON y.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype
                                              WHEN t.typcategory = 'A' THEN t.typelem ELSE t.oid END
              WHERE t.oid = a.atttypid AND y.typtype IN ('e', 'c'))""";

    /** The value that rows older than the column have in it; known from version 11 on. */
    private static final String MISSING =
            "CASE WHEN a.atthasmissing THEN (CAST(CAST(a.attmissingval AS text) AS text[]))[1] END";

    /** The condition that table {@code c} belongs to an extension. */
    static final String OF_EXTENSION =
            """
            EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            """;

    /**
     * The condition that table {@code c} in schema {@code n} is one of those in {@link #wanted}. A schema does not stand for
     * the tables that belong to an extension, such as PostGIS's {@code spatial_ref_sys}: they come with it on both ends.
     */
    static final String WANTED =
            """
            NOT c.relispartition AND n.nspname = ANY (string_to_array(:?schemas, chr(1))) AND NOT {extension}
            OR (CAST(n.nspname AS text), CAST(c.relname AS text)) IN (
                 SELECT w->>0, w->>1 FROM json_array_elements(CAST(:?names AS json)) AS w)
            """
                    .replace("{extension}", OF_EXTENSION);

    /** The condition that table {@code c} in schema {@code n} is one of {@link NameList#values}, for which an index finds it. */
    private static final String NAMED =
            """
            (n.nspname, c.relname) IN (
              SELECT CAST(w->>0 AS name), CAST(w->>1 AS name) FROM json_array_elements(CAST(:?names AS json)) AS w)
            """;

    private static final String STORED = "s";
    private static final String VIRTUAL = "v";

    private final Database source;
    private final Abilities abilities;

    SourceTableReader(Database source, Abilities abilities) {
        this.source = source;
        this.abilities = abilities;
    }

    /**
     * Reads tables.
     *
     * @param names tables, or {@code schema.*} for all tables of a schema
     * @return those that exist, even if they have no columns
     */
    Map<TableName, SourceTable> read(Collection<TableName> names) {
        return read(WANTED, wanted(names), Domains.read(source));
    }

    /** Reads the shapes of tables, by one query; tables that do not exist are left out. */
    Map<TableName, TableShape> shapes(Collection<TableName> names) {
        Map<TableName, TableShape> shapes = new HashMap<>();
        read(NAMED, NameList.values(names), Domains.none()).forEach((name, table) -> shapes.put(name, table.shape()));
        return shapes;
    }

    private Map<TableName, SourceTable> read(String condition, Map<String, Object> values, Domains domains) {
        Map<TableName, Columns> found = new LinkedHashMap<>();
        String sql = COLUMNS.replace("{wanted}", condition)
                .replace("{labels}", LABELS)
                .replace("{base}", Comparison.BASE)
                .replace("{collation}", Comparison.COLLATION)
                .replace("{missing}", abilities.knowsMissingValues() ? MISSING : "CAST(NULL AS text)");
        for (Map<String, Object> row : source.run(abilities.words(sql), values)) {
            TableName table = new TableName((String) row.get("schema"), (String) row.get("name"));
            found.computeIfAbsent(table, t -> new Columns(row, abilities.tellsGenerated()))
                    .add(row, domains);
        }
        Map<TableName, SourceTable> read = new LinkedHashMap<>();
        found.forEach((table, columns) -> read.put(table, columns.table(table)));
        return read;
    }

    /** Returns the values for {@link #WANTED}; a wildcard stands for all tables of its schema. */
    static Map<String, Object> wanted(Collection<TableName> names) {
        return Map.of(
                "schemas",
                names.stream()
                        .filter(TableName::isWildcard)
                        .map(TableName::schema)
                        .collect(Collectors.joining("\u0001")),
                "names",
                NameList.toJson(
                        names.stream().filter(name -> !name.isWildcard()).toList()));
    }

    private static final class Columns {
        private final char identity;
        private final boolean partitioned;
        private final String parents;
        private final Set<String> toasted = new HashSet<>();
        private final Map<String, String> types = new LinkedHashMap<>();
        private final Map<String, Comparison> comparisons = new HashMap<>();
        private final Map<String, String> domains = new HashMap<>();
        private final List<String> generated = new ArrayList<>();
        private final List<String> virtual = new ArrayList<>();
        private final Map<Long, String> key = new TreeMap<>();
        private final Map<Long, Integer> keyNumbers = new TreeMap<>();
        private final List<TableShape.Column> shape = new ArrayList<>();
        private final boolean publishesStored;
        private final int last;
        private final long oid;
        private final long storage;

        private Columns(Map<String, Object> row, boolean publishesStored) {
            this.publishesStored = publishesStored;
            last = (int) number(row, "last");
            identity = ((String) row.get("identity")).charAt(0);
            partitioned = (Boolean) row.get("partitioned");
            parents = row.get("parents") == null ? "" : (String) row.get("parents");
            oid = number(row, "oid");
            storage = number(row, "storage");
        }

        private static long number(Map<String, Object> row, String column) {
            return ((Number) row.get(column)).longValue();
        }

        private void add(Map<String, Object> row, Domains all) {
            String column = (String) row.get("column");
            if (column == null) {
                return;
            }
            boolean isGenerated = !row.get("generated").equals("");
            if (isGenerated) {
                generated.add(column);
            }
            if (row.get("generated").equals(VIRTUAL)) {
                virtual.add(column);
            }
            if (!isGenerated || (publishesStored && row.get("generated").equals(STORED))) {
                types.put(column, (String) row.get("type"));
                comparisons.put(column, new Comparison((String) row.get("base"), (Boolean) row.get("enum"), (String)
                        row.get("collation")));
                String values = all.values(number(row, "type_oid"));
                if (values != null) {
                    domains.put(column, values);
                }
                shape.add(new TableShape.Column(
                        (int) number(row, "number"),
                        column,
                        (String) row.get("type"),
                        number(row, "type_oid"),
                        (int) number(row, "modifier"),
                        (Boolean) row.get("has_default"),
                        isGenerated,
                        (String) row.get("missing"),
                        (String) row.get("labels"),
                        (Boolean) row.get("required"),
                        (String) row.get("expression")));
            }
            if ((Boolean) row.get("toasted")) {
                toasted.add(column);
            }
            if (row.get("key_position") != null) {
                key.put(number(row, "key_position"), column);
                keyNumbers.put(number(row, "key_position"), (int) number(row, "number"));
            }
        }

        private SourceTable table(TableName name) {
            String hidden = key.values().stream()
                    .filter(column -> !types.containsKey(column))
                    .findFirst()
                    .orElse(null);
            return new SourceTable(
                    name,
                    identity,
                    types,
                    comparisons,
                    domains,
                    generated,
                    virtual,
                    hidden == null ? List.copyOf(key.values()) : List.of(),
                    hidden,
                    toasted,
                    partitioned,
                    parents,
                    List.of(),
                    new TableShape(
                            oid,
                            storage,
                            identity,
                            shape,
                            hidden == null ? List.copyOf(keyNumbers.values()) : List.of(),
                            last));
        }
    }
}
