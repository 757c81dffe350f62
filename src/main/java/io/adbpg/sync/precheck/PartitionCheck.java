package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.mapping.MappingInspection;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds partitioned target tables that have no partition for some rows, and so refuse them: by the source's rows where an index
 * answers, otherwise it warns.
 */
final class PartitionCheck {
    /**
     * Partitioned tables without a default partition. If only the topmost level lacks one, and it goes by one column, then also
     * that column and the bounds. A hash has a partition for every row.
     */
    private static final String OPEN =
            """
            WITH RECURSIVE tree AS (
              SELECT c.oid AS root, c.oid AS id FROM pg_class c WHERE c.relkind = 'p'
              UNION ALL SELECT t.root, i.inhrelid FROM tree t JOIN pg_inherits i ON i.inhparent = t.id),
            open AS (
              SELECT t.root, bool_and(t.id = t.root) AS at_root FROM tree t JOIN pg_partitioned_table p ON p.partrelid = t.id
               WHERE p.partstrat <> 'h' AND COALESCE(row_to_json(p)->>'partdefid', '0') = '0' GROUP BY t.root)
            SELECT n.nspname AS schema, r.relname AS name, CAST(p.partstrat AS text) AS strategy, a.attname AS column,
                   format_type(a.atttypid, NULL) AS type,
                   COALESCE((SELECT json_agg(pg_get_expr(c.relpartbound, c.oid)) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                              WHERE i.inhparent = r.oid), '[]')::text AS bounds
              FROM open o JOIN pg_class r ON r.oid = o.root JOIN pg_namespace n ON n.oid = r.relnamespace
              JOIN pg_partitioned_table p ON p.partrelid = r.oid
              LEFT JOIN pg_attribute a ON o.at_root AND p.partnatts = 1 AND a.attrelid = r.oid AND a.attnum = p.partattrs[0]
            """;

    private static final String OPEN_OF_GREENPLUM_6 =
            """
            SELECT DISTINCT n.nspname AS schema, r.relname AS name
              FROM pg_partition p JOIN pg_class r ON r.oid = p.parrelid JOIN pg_namespace n ON n.oid = r.relnamespace
             WHERE NOT p.paristemplate
               AND NOT EXISTS (SELECT 1 FROM pg_partition_rule u WHERE u.paroid = p.oid AND u.parisdefault)
            """;
    private static final int PARTITIONS = 100_000;
    private static final int DEFAULTS = 110_000;
    private static final Message NEEDED =
            Message.of("a partition for every row that the source can have, or a default one");

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
        Map<TableName, Map<String, Object>> open = new HashMap<>();
        run.target()
                .run(kernel.version() < PARTITIONS ? OPEN_OF_GREENPLUM_6 : OPEN)
                .forEach(row -> open.put(new TableName((String) row.get("schema"), (String) row.get("name")), row));
        PartitionedRows rows = new PartitionedRows(run.source());
        tables.forEach((table, inspection) -> {
            Map<String, Object> row = open.get(inspection.target());
            if (row != null) {
                check(table, inspection, rows.find(table, inspection, PartitionBounds.of(row)));
            }
        });
    }

    private void check(SourceTable table, MappingInspection inspection, PartitionedRows.Found found) {
        String subject = table.name().toString();
        TableName target = inspection.target();
        String fix = fix(run.kernel(), target);
        if (found.isAnyWithout() && run.isToBeLoaded(table.name()) && !inspection.isConditional()) {
            run.fail("partitions", subject, lacking(target, found), NEEDED, fix);
        } else if (found.isAnyWithout()) {
            run.warn("partitions", subject, lacking(target, found), NEEDED, fix);
        } else if (found.isKnown()) {
            run.passed("partitions", subject, Message.of("{0} has one for every row that the source has now", target));
        } else {
            run.warn(
                    "partitions",
                    subject,
                    Message.of(
                            "{0} is partitioned and has no default partition: a row for which it has no partition is refused",
                            target),
                    NEEDED,
                    fix);
        }
    }

    private static Message lacking(TableName target, PartitionedRows.Found found) {
        return Message.of(
                "{0} has no partition for rows that the source has, such as one with {1}, and no default"
                        + " partition: it refuses them",
                target, found.without());
    }

    private static String fix(Kernel kernel, TableName target) {
        if (kernel.version() < PARTITIONS) {
            return "ALTER TABLE " + target + " ADD DEFAULT PARTITION other";
        }
        TableName other = new TableName(target.schema(), target.table() + "_other");
        return kernel.version() < DEFAULTS ? "" : "CREATE TABLE " + other + " PARTITION OF " + target + " DEFAULT";
    }
}
