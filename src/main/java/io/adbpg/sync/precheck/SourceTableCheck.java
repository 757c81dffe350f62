package io.adbpg.sync.precheck;

import io.adbpg.sync.capture.debezium.EngineLimits;
import io.adbpg.sync.catalog.Account;
import io.adbpg.sync.catalog.LeafIdentities;
import io.adbpg.sync.catalog.Partition;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.load.TableStates.State;
import io.adbpg.sync.mapping.TableMapping;
import io.adbpg.sync.resume.Publication;
import io.adbpg.sync.resume.PublicationNeeds;
import io.adbpg.sync.settings.Capture;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Body;

/** Checks that each captured table exists on the source, can be read and published, and has a key. */
public final class SourceTableCheck {
    private static final String RIGHTS =
            """
            SELECT n.nspname AS schema, c.relname AS name, quote_ident(current_user) AS account,
                   quote_ident(pg_get_userbyid(c.relowner)) AS owner, {super} AS super, pg_has_role(c.relowner, 'USAGE') AS owns,
                   has_schema_privilege(n.oid, 'USAGE') AS uses, has_table_privilege(c.oid, 'SELECT') AS reads,
                   row_security_active(c.oid) AS hidden
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.oid = ANY (CAST(:?oids AS oid[]))
            """
                    .replace("{super}", Account.OWNED_BY_SUPERUSER);

    /** Adds its findings to the run. */
    public void check(@Body PrecheckRun run) {
        SourceTables tables = run.tables();
        if (tables == null) {
            return;
        }
        tables.refusals()
                .forEach((table, refusal) -> run.refuse("source table", table.toString(), Message.NONE, refusal));
        tables.leftOut()
                .forEach(
                        (table, why) -> run.passed("source table", table.toString(), Message.of("left out: {0}", why)));
        if (run.settings().capture(tables.version()) == Capture.DEBEZIUM) {
            for (Refusal refusal : EngineLimits.refusals(tables)) {
                run.refuse("capture", "source", Message.of("what Debezium can read"), refusal);
            }
        }
        String oids = tables.all().stream()
                .map(table -> Long.toString(table.shape().oid()))
                .collect(Collectors.joining(",", "{", "}"));
        Map<TableName, Map<String, Object>> rights = new HashMap<>();
        run.check("source tables", "source", Message.NONE, () -> {
            for (Map<String, Object> row : run.source().run(RIGHTS, Map.of("oids", oids))) {
                rights.put(new TableName((String) row.get("schema"), (String) row.get("name")), row);
            }
            return null;
        });
        Publication publication = new Publication(run.source(), run.settings().slot(), tables.version());
        Set<TableName> named = tables.abilities().publishes()
                ? publication.named(publication.read(), PublicationNeeds.of(tables, run.routes()))
                : Set.of();
        for (SourceTable table : tables.all()) {
            key(run, table);
            partitions(run, table);
            if (rights.containsKey(table.name())) {
                rights(run, table.name(), rights.get(table.name()), named.contains(table.name()));
            }
        }
    }

    private static void key(PrecheckRun run, SourceTable table) {
        String subject = table.name().toString();
        if (!table.key().isEmpty()) {
            run.passed(
                    "key",
                    subject,
                    table.identity() == 'f'
                            ? Message.of("{0}, REPLICA IDENTITY FULL", String.join(", ", table.key()))
                            : Message.verbatim(String.join(", ", table.key())));
        } else if (table.identity() == 'f') {
            run.passed(
                    "key",
                    subject,
                    Message.of("none; REPLICA IDENTITY FULL, so rows are identified by all their values"));
        } else if (new LeafIdentities(table).unreadable() == null) {
            run.warn(
                    "key",
                    subject,
                    run.tables().abilities().publishes()
                            ? Message.of(
                                    "none (a DEFERRABLE one does not count): once the table is published, the source itself refuses"
                                            + " UPDATE and DELETE on it")
                            : Message.of(
                                    "none (a DEFERRABLE one does not count): the log does not tell which rows UPDATE and DELETE"
                                            + " change, and the first one stops the job"),
                    Message.of(
                            "a primary key that is not DEFERRABLE{0}, unless rows are only ever inserted",
                            table.canBeFull()
                                    ? Message.of(", or REPLICA IDENTITY FULL")
                                    : Message.of(
                                            " (REPLICA IDENTITY FULL is no help, since PostgreSQL can't publish virtual generated column {0})",
                                            String.join(", ", table.virtual()))),
                    table.fullIdentity());
        }
        // Otherwise the source accepts them on some partitions; what that means is found there.
    }

    private static void partitions(PrecheckRun run, SourceTable table) {
        String subject = table.name().toString();
        LeafIdentities leaves = new LeafIdentities(table);
        TableMapping mapping = run.routes().of(table.name()).mapping();
        if (leaves.unreadable() != null && (mapping == null || mapping.findsRows())) {
            run.refuse(
                    "partitions", subject, Message.of("old rows that say which row was changed"), leaves.unreadable());
        }
        Refusal refused = leaves.refusedBySource();
        if (refused != null) {
            State state = run.states().get(table.name());
            boolean isPublished = state != null && state.isLoaded();
            if (table.key().isEmpty() && !isPublished) {
                run.refuse("partitions", subject, Message.NONE, refused);
            } else {
                run.warn(
                        "partitions",
                        subject,
                        refused.message(),
                        Message.of("a replica identity of each partition"),
                        refused.fix());
            }
        }
        for (Partition partition : table.partitions()) {
            if (!partition.isLogged()) {
                run.warn(
                        "partitions",
                        subject,
                        partition.unseen(),
                        Message.of("partitions that are logged"),
                        partition.logging());
            }
        }
    }

    private static void rights(PrecheckRun run, TableName table, Map<String, Object> row, boolean publishes) {
        Account account = new Account(run.source());
        String name = (String) row.get("account");
        boolean loads = run.isToBeLoaded(table);
        boolean owns = (Boolean) row.get("owns");
        boolean uses = (Boolean) row.get("uses");
        boolean reads = (Boolean) row.get("reads");
        Message needed = loads
                ? Message.of("SELECT, for its load, and ownership, to publish it")
                : Message.of("ownership, to publish it");
        if (!uses && (publishes || loads)) {
            run.refuse("source rights", table.toString(), needed, account.lacksSchema(table.schema(), name));
        }
        if (!owns && publishes) {
            run.refuse(
                    "source rights",
                    table.toString(),
                    needed,
                    account.notOwner(table, (String) row.get("owner"), (Boolean) row.get("super"), name));
        }
        if (!reads && loads) {
            Refusal refusal = account.lacksOnTable(table, "SELECT", name);
            Finding finding = Finding.refused("source rights", table.toString(), needed, refusal);
            run.fail("source rights", table.toString(), finding.found(), needed, refusal.fix());
        }
        if (loads && (Boolean) row.get("hidden")) {
            run.fail(
                    "source rights",
                    table.toString(),
                    Message.of("row-level security hides rows from {0}, so its load would miss them", name),
                    Message.of("all rows"),
                    "ALTER ROLE " + name + " BYPASSRLS");
        }
        boolean isEnough = (uses || !(publishes || loads)) && (owns || !publishes) && (reads || !loads);
        if (isEnough && !(loads && (Boolean) row.get("hidden"))) {
            Message right = owns ? Message.of("owner") : Message.of("published");
            run.passed(
                    "source rights",
                    table.toString(),
                    reads ? Message.of("{0}, {1}", right, Message.verbatim("SELECT")) : right);
        }
    }
}
