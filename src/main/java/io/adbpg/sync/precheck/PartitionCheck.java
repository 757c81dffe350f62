package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.mapping.MappingInspection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Finds partitioned target tables that have no partition for some rows, and so refuse them. */
final class PartitionCheck {
    /** A hash has a partition for every row. */
    private static final String OPEN =
            """
            WITH RECURSIVE tree AS (
              SELECT c.oid AS root, c.oid AS id FROM pg_class c WHERE c.relkind = 'p'
              UNION ALL SELECT t.root, i.inhrelid FROM tree t JOIN pg_inherits i ON i.inhparent = t.id)
            SELECT DISTINCT n.nspname AS schema, r.relname AS name
              FROM tree t JOIN pg_partitioned_table p ON p.partrelid = t.id
              JOIN pg_class r ON r.oid = t.root JOIN pg_namespace n ON n.oid = r.relnamespace
             WHERE p.partstrat <> 'h' AND COALESCE(row_to_json(p)->>'partdefid', '0') = '0'
            """;

    private static final String OPEN_OF_GREENPLUM_6 =
            """
            SELECT n.nspname AS schema, r.relname AS name
              FROM pg_partition p JOIN pg_class r ON r.oid = p.parrelid JOIN pg_namespace n ON n.oid = r.relnamespace
             WHERE NOT p.paristemplate
               AND NOT EXISTS (SELECT 1 FROM pg_partition_rule u WHERE u.paroid = p.oid AND u.parisdefault)
            """;
    private static final int PARTITIONS = 100_000;
    private static final int DEFAULTS = 110_000;

    private final PrecheckRun run;

    PartitionCheck(PrecheckRun run) {
        this.run = run;
    }

    /** Adds its findings about tables whose target tables exist. */
    void check(Map<SourceTable, MappingInspection> tables) {
        Kernel kernel = run.kernel();
        if (kernel.version() < PARTITIONS && !kernel.greenplum()) {
            return;
        }
        Set<TableName> open = new HashSet<>();
        run.target()
                .run(kernel.version() < PARTITIONS ? OPEN_OF_GREENPLUM_6 : OPEN)
                .forEach(row -> open.add(new TableName((String) row.get("schema"), (String) row.get("name"))));
        tables.forEach((table, inspection) -> {
            TableName target = inspection.target();
            if (open.contains(target)) {
                run.warn(
                        "partitions",
                        table.name().toString(),
                        target + " is partitioned and has no default partition: a row for which it has no partition is"
                                + " refused",
                        "a partition for every row that the source can have, or a default one",
                        fix(kernel, target));
            }
        });
    }

    private static String fix(Kernel kernel, TableName target) {
        if (kernel.version() < PARTITIONS) {
            return "ALTER TABLE " + target + " ADD DEFAULT PARTITION other";
        }
        TableName other = new TableName(target.schema(), target.table() + "_other");
        return kernel.version() < DEFAULTS ? "" : "CREATE TABLE " + other + " PARTITION OF " + target + " DEFAULT";
    }
}
