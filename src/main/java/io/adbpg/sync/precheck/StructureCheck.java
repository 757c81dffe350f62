package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.NameList;
import io.adbpg.sync.catalog.ReplicationRole;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.mapping.MappingInspection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.util.json.JsonArray;

/**
 * Finds what hangs on target tables, or on partitions of them, and makes statements do other things than they say: triggers, rules,
 * missing WAL, publications.
 */
final class StructureCheck {
    /** The tables that something is in the way of, with the statements that take it away. */
    private static final String FIND =
            """
            WITH RECURSIVE part AS (
              SELECT c.oid AS root, c.oid AS id, c.relkind AS kind
                FROM {tables}
              UNION ALL
              SELECT p.root, c.oid, c.relkind
                FROM part p JOIN pg_inherits i ON i.inhparent = p.id JOIN pg_class c ON c.oid = i.inhrelid WHERE p.kind = 'p'),
            named AS (
              SELECT p.*, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name, c.relpersistence AS persistence,
                     c.relreplident AS identity
                FROM part p JOIN pg_class c ON c.oid = p.id JOIN pg_namespace n ON n.oid = c.relnamespace),
            firing AS (
              SELECT n.root, n.id, n.name, t.tgname, t.tgfoid FROM named n JOIN pg_trigger t ON t.tgrelid = n.id
               WHERE NOT t.tgisinternal AND CAST(t.tgenabled AS text) = ANY (string_to_array(:?firing, ','))),
            firing_of_its_own AS (
              SELECT * FROM firing f WHERE f.id = f.root OR NOT EXISTS (
                SELECT 1 FROM firing r WHERE r.id = f.root AND r.tgname = f.tgname AND r.tgfoid = f.tgfoid)),
            published AS ({published}),
            found AS (
              SELECT f.root, quote_ident(f.tgname) || CASE WHEN f.id = f.root THEN '' ELSE ' of ' || f.name END AS trigger,
                     'ALTER TABLE ' || f.name || ' DISABLE TRIGGER USER' AS without_trigger,
                     NULL AS without_rule, NULL AS logged, NULL AS identified
                FROM firing_of_its_own f
              UNION ALL
              SELECT w.root, NULL, NULL, 'DROP RULE ' || quote_ident(r.rulename) || ' ON ' || w.name, NULL, NULL
                FROM named w JOIN pg_rewrite r ON r.ev_class = w.id
               WHERE w.id = w.root AND CAST(r.ev_enabled AS text) = ANY (string_to_array(:?firing, ','))
              UNION ALL
              SELECT p.root, NULL, NULL, NULL, 'ALTER TABLE ' || p.name || ' SET LOGGED', NULL
                FROM named p WHERE p.kind <> 'p' AND p.persistence = 'u'
              UNION ALL
              SELECT p.root, NULL, NULL, NULL, NULL, 'ALTER TABLE ' || p.name || ' REPLICA IDENTITY FULL'
                FROM named p
               WHERE p.kind <> 'p' AND p.id IN (SELECT id FROM published)
                 AND (p.identity = 'n' OR p.identity = 'd' AND NOT EXISTS (
                       SELECT 1 FROM pg_index i WHERE i.indrelid = p.id AND i.indisprimary AND i.indimmediate)))
            SELECT n.nspname AS schema, c.relname AS name, string_agg(f.trigger, ', ') AS triggers,
                   string_agg(DISTINCT f.without_trigger, '; ') AS without_triggers, string_agg(f.without_rule, '; ') AS without_rules,
                   string_agg(f.logged, '; ') AS logged, string_agg(f.identified, '; ') AS identified
              FROM found f JOIN pg_class c ON c.oid = f.root JOIN pg_namespace n ON n.oid = c.relnamespace
             GROUP BY n.nspname, c.relname
            """
                    .replace("{tables}", NameList.TABLES);

    /** The tables of which the target itself publishes changes. */
    private static final String PUBLISHED =
            """
            SELECT c.oid AS id FROM pg_publication_tables u
              JOIN pg_publication b ON b.pubname = u.pubname AND (b.pubupdate OR b.pubdelete)
              JOIN pg_namespace n ON n.nspname = u.schemaname JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = u.tablename
            """;

    private static final String NONE_PUBLISHED = "SELECT CAST(NULL AS oid) AS id";
    private static final int PUBLICATIONS = 100_000;

    private final PrecheckRun run;

    StructureCheck(PrecheckRun run) {
        this.run = run;
    }

    /** Adds its findings about tables whose target tables exist. */
    void check(Map<SourceTable, MappingInspection> tables) {
        JsonArray names = tables.values().stream()
                .map(MappingInspection::target)
                .distinct()
                .map(target -> new JsonArray(List.of(target.schema(), target.table())))
                .collect(Collectors.toCollection(JsonArray::new));
        String sql = FIND.replace("{published}", run.kernel().version() >= PUBLICATIONS ? PUBLISHED : NONE_PUBLISHED);
        Map<TableName, Map<String, Object>> found = new HashMap<>();
        run.target()
                .run(
                        sql,
                        Map.of(
                                "names",
                                names.toJson(),
                                "firing",
                                run.settings().replicationRole().firing()))
                .forEach(row -> found.put(new TableName((String) row.get("schema"), (String) row.get("name")), row));
        tables.forEach(
                (table, inspection) -> check(table, inspection, found.getOrDefault(inspection.target(), Map.of())));
    }

    private void check(SourceTable table, MappingInspection inspection, Map<String, Object> row) {
        String subject = table.name().toString();
        TableName target = inspection.target();
        if (row.get("triggers") != null) {
            triggers(subject, target, (String) row.get("triggers"), (String) row.get("without_triggers"));
        }
        if (row.get("without_rules") != null) {
            run.fail(
                    "rules",
                    subject,
                    Message.of("{0} has rules, which make other statements of the job's", target),
                    Message.of("none: rows could be missing in silence"),
                    (String) row.get("without_rules"));
        }
        if (row.get("logged") != null) {
            run.fail(
                    "unlogged",
                    subject,
                    Message.of(
                            "{0}, or a partition of it, is UNLOGGED: a crash of the target empties it, and the job would not"
                                    + " notice",
                            target),
                    Message.of("a table that survives a crash"),
                    (String) row.get("logged"));
        }
        boolean finds = !inspection.isHistory()
                && (inspection.operations().contains(Operation.UPDATE)
                        || inspection.operations().contains(Operation.DELETE));
        if (finds && row.get("identified") != null) {
            run.fail(
                    "published",
                    subject,
                    Message.of(
                            "{0} is published by the target and has no replica identity: the target refuses every UPDATE and"
                                    + " DELETE on it",
                            target),
                    Message.of("a primary key, REPLICA IDENTITY FULL, or a publication without it"),
                    (String) row.get("identified"));
        }
    }

    private void triggers(String subject, TableName target, String names, String fix) {
        boolean isReplica = run.settings().replicationRole() == ReplicationRole.REPLICA;
        run.warn(
                "triggers",
                subject,
                isReplica
                        ? Message.of(
                                "{0} has triggers that fire under target.replication-role=replica too: {1}; they see each row that the job"
                                        + " writes, an update as a DELETE and an INSERT, and what they change or drop is not noticed",
                                target, names)
                        : Message.of(
                                "{0} has triggers: {1}; they see each row that the job writes, an update as a DELETE and an INSERT, and what"
                                        + " they change or drop is not noticed",
                                target, names),
                isReplica
                        ? Message.of("none, unless they are wanted")
                        : Message.of(
                                "none, unless they are wanted, or target.replication-role=replica, with which only triggers fire"
                                        + " that are enabled as REPLICA or ALWAYS"),
                fix);
    }
}
