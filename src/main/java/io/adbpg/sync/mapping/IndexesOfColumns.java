package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The indexes and keys of a target table that hold some of its columns.
 *
 * @param drops the statements that take them away
 * @param creations the statements that make them anew
 */
record IndexesOfColumns(List<String> drops, List<String> creations) {
    /** A primary key first, as it is made with a table. */
    private static final String INDEXES =
            """
            SELECT DISTINCT x.indisprimary, i.relname,
                   CASE WHEN k.oid IS NULL THEN 'DROP INDEX ' || quote_ident(n.nspname) || '.' || quote_ident(i.relname)
                        ELSE t.alter_table || 'DROP CONSTRAINT ' || quote_ident(k.conname) END AS drop,
                   CASE WHEN k.oid IS NULL THEN pg_get_indexdef(i.oid)
                        ELSE t.alter_table || 'ADD CONSTRAINT ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid) END AS creation
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              CROSS JOIN LATERAL (SELECT 'ALTER TABLE ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname) || ' ' AS alter_table) t
              JOIN pg_index x ON x.indrelid = c.oid
              JOIN pg_class i ON i.oid = x.indexrelid
              LEFT JOIN pg_constraint k ON k.conindid = i.oid AND k.conrelid = c.oid
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = :?column
               AND (a.attnum = ANY (x.indkey)
                    OR EXISTS (SELECT 1 FROM pg_depend d
                                WHERE d.classid = 'pg_class'::regclass AND d.objid = i.oid
                                  AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid AND d.refobjsubid = a.attnum))
             WHERE n.nspname = CAST(:?schema AS name) AND c.relname = CAST(:?table AS name)
             ORDER BY x.indisprimary DESC, i.relname
            """;

    static IndexesOfColumns find(Database target, TableName table, Set<String> columns) {
        List<String> drops = new ArrayList<>();
        List<String> creations = new ArrayList<>();
        for (String column : columns) {
            for (Map<String, Object> row :
                    target.run(INDEXES, Map.of("schema", table.schema(), "table", table.table(), "column", column))) {
                String drop = (String) row.get("drop");
                if (!drops.contains(drop)) {
                    drops.add(drop);
                    creations.add((String) row.get("creation"));
                }
            }
        }
        return new IndexesOfColumns(drops, creations);
    }
}
