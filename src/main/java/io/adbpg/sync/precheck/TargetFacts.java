package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.Account;
import io.adbpg.sync.catalog.NameList;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.mapping.MappingInspection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.Jsoner;

/** Checks what the catalogue says about all target tables: privileges, columns of their own, and what the other checks find. */
final class TargetFacts {
    private static final String FACTS =
            """
            WITH wanted AS (
              SELECT c.oid AS id, n.nspname AS schema, c.relname AS name,
                     has_schema_privilege(n.oid, 'USAGE') AS uses, has_table_privilege(c.oid, 'SELECT') AS reads,
                     {hidden} AS hidden,
                     (SELECT string_agg(p.privilege, ', ') FROM unnest(string_to_array(w->>2, ',')) AS p(privilege)
                       WHERE NOT has_table_privilege(c.oid, p.privilege)) AS lacking
                FROM {tables})
            SELECT w.schema, w.name, w.uses, w.uses AND w.reads AS reads, w.hidden, w.lacking, quote_ident(current_user) AS account,
                   (SELECT json_agg(json_build_array(a.attname, quote_ident(n.nspname) || '.' || quote_ident(q.relname)))
                      FROM pg_attrdef f JOIN pg_attribute a ON a.attrelid = w.id AND a.attnum = f.adnum
                      JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass AND d.objid = f.oid AND d.refclassid = 'pg_class'::regclass
                      JOIN pg_class q ON q.oid = d.refobjid JOIN pg_namespace n ON n.oid = q.relnamespace
                     WHERE f.adrelid = w.id AND CASE WHEN q.relkind = 'S' THEN NOT has_sequence_privilege(q.oid, 'USAGE, UPDATE') END)::text AS sequences,
                   (SELECT json_agg(a.attname) FROM pg_attribute a
                     WHERE a.attrelid = w.id AND a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull AND NOT a.atthasdef
                       AND COALESCE(row_to_json(a)->>'attidentity', '') = '')::text AS required
              FROM wanted w ORDER BY w.schema, w.name
            """
                    .replace("{tables}", NameList.TABLES);

    private static final int ROW_SECURITY = 90_500;

    private final PrecheckRun run;

    TargetFacts(PrecheckRun run) {
        this.run = run;
    }

    /**
     * Adds its findings about tables whose target tables exist.
     *
     * @param altered those of them whose columns or keys are to be altered on the target before anything else
     */
    void check(Map<SourceTable, MappingInspection> tables, Set<SourceTable> altered) throws Exception {
        Map<SourceTable, MappingInspection> settled = new LinkedHashMap<>(tables);
        settled.keySet().removeAll(altered);
        Map<TableName, Set<String>> privileges = new LinkedHashMap<>();
        tables.values().forEach(inspection -> privileges
                .computeIfAbsent(inspection.target(), target -> new LinkedHashSet<>())
                .addAll(inspection.privileges()));
        JsonArray names = new JsonArray();
        privileges.forEach((target, needed) ->
                names.add(new JsonArray(List.of(target.schema(), target.table(), String.join(",", needed)))));
        Map<TableName, Map<String, Object>> facts = new HashMap<>();
        boolean isAnswered = run.check("target tables", "target", Message.NONE, () -> {
            String hidden = run.kernel().version() >= ROW_SECURITY ? "row_security_active(c.oid)" : "false";
            Map<String, Object> values = Map.of("names", names.toJson());
            for (Map<String, Object> row : run.target().run(FACTS.replace("{hidden}", hidden), values)) {
                facts.put(new TableName((String) row.get("schema"), (String) row.get("name")), row);
            }
            return null;
        });
        if (!isAnswered) {
            return;
        }
        run.check("unique index", "target", Message.NONE, () -> {
            new UniqueIndexCheck(run).check(settled);
            return null;
        });
        run.check("enum values", "target", Message.NONE, () -> {
            new EnumValuesCheck(run).check(tables);
            return null;
        });
        run.check("foreign keys", "target", Message.NONE, () -> {
            new ForeignKeyCheck(run).check(tables);
            return null;
        });
        run.check("structure", "target", Message.NONE, () -> {
            new StructureCheck(run).check(tables);
            return null;
        });
        run.check("partitions", "target", Message.NONE, () -> {
            new PartitionCheck(run).check(tables);
            return null;
        });
        ExistingRowsCheck rows = new ExistingRowsCheck(
                run, tables, target -> (Boolean) facts.get(target).get("reads"));
        for (Map.Entry<SourceTable, MappingInspection> table : tables.entrySet()) {
            TableName target = table.getValue().target();
            rights(table.getKey(), table.getValue(), facts.get(target));
            if (settled.containsKey(table.getKey())) {
                ownColumns(table.getKey(), table.getValue(), facts.get(target));
            }
            rows.check(table.getKey(), target);
        }
    }

    private void rights(SourceTable table, MappingInspection inspection, Map<String, Object> row) {
        String subject = table.name().toString();
        Message needed = Message.of("the privileges that the job's statements need");
        Account account = new Account(run.target());
        String name = (String) row.get("account");
        if (!(Boolean) row.get("uses")) {
            run.refuse(
                    "target rights",
                    subject,
                    needed,
                    account.lacksSchema(inspection.target().schema(), name));
        }
        if (row.get("lacking") != null) {
            String lacking = (String) row.get("lacking");
            run.refuse("target rights", subject, needed, account.lacksOnTable(inspection.target(), lacking, name));
        }
        if ((Boolean) row.get("hidden")) {
            run.fail(
                    "target rights",
                    subject,
                    Message.of(
                            "row-level security hides rows of {0} from {1}, so the target itself refuses its statements",
                            inspection.target(), name),
                    Message.of(
                            "all rows: an account that bypasses it, or ALTER TABLE {0} DISABLE ROW LEVEL SECURITY",
                            inspection.target()),
                    "ALTER ROLE " + name + " BYPASSRLS");
        } else if ((Boolean) row.get("uses") && row.get("lacking") == null) {
            run.passed("target rights", subject, Message.verbatim(String.join(", ", inspection.privileges())));
        }
    }

    private void ownColumns(SourceTable table, MappingInspection inspection, Map<String, Object> row) throws Exception {
        String subject = table.name().toString();
        TableName target = inspection.target();
        sequences(subject, inspection, row);
        Set<String> required = new HashSet<>();
        if (row.get("required") != null) {
            ((JsonArray) Jsoner.deserialize((String) row.get("required"))).forEach(name -> required.add((String) name));
        }
        required.removeAll(inspection.mappedColumns());
        if (!required.isEmpty()) {
            run.fail(
                    "required columns",
                    subject,
                    Message.of(
                            "{0} has columns that get no value, are NOT NULL and have no default: {1}",
                            target, String.join(", ", required)),
                    Message.of("a default, or NULL allowed, or values from `columns`"),
                    required.stream()
                            .map(name -> "ALTER TABLE " + target + " ALTER COLUMN " + TableName.quote(name)
                                    + " DROP NOT NULL")
                            .collect(Collectors.joining("; ")));
        }
    }

    private void sequences(String subject, MappingInspection inspection, Map<String, Object> row) throws Exception {
        if (row.get("sequences") == null) {
            return;
        }
        Set<String> sequences = new TreeSet<>();
        for (Object pair : (JsonArray) Jsoner.deserialize((String) row.get("sequences"))) {
            List<?> columnAndSequence = (List<?>) pair;
            if (!inspection.mappedColumns().contains(columnAndSequence.get(0))) {
                sequences.add((String) columnAndSequence.get(1));
            }
        }
        if (!sequences.isEmpty()) {
            String names = String.join(", ", sequences);
            run.fail(
                    "target rights",
                    subject,
                    Message.of(
                            "columns that only {0} has are numbered by {1}, on which {2} lacks USAGE",
                            inspection.target(), names, row.get("account")),
                    Message.of("USAGE on the sequences"),
                    "GRANT USAGE ON SEQUENCE " + names + " TO " + row.get("account"));
        }
    }
}
