package io.adbpg.sync.session;

import io.adbpg.sync.apply.Target;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.EnumType;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.mapping.TableMapping;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.status.SourceAlteration.Outcome;
import io.adbpg.sync.status.SourceAlterations;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives enum types of the target the values that those of the source have, as a session opens: no stream tells of them. A row that
 * came with one before was refused, which ended its session; it comes again.
 */
final class AddedValues {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");

    private final TableRoutes routes;
    private final Database source;
    private final Database target;
    private final Target connection;
    private final SourceAlterations alterations;

    AddedValues(
            TableRoutes routes, Database source, Database target, Target connection, SourceAlterations alterations) {
        this.routes = routes;
        this.source = source;
        this.target = target;
        this.connection = connection;
        this.alterations = alterations;
    }

    /**
     * Adds what is missing; what the target refuses is told, and waits for the first row that needs it.
     *
     * @param tables opened tables; nothing may be uncommitted
     */
    void follow(Collection<SourceTable> tables) throws Exception {
        Map<TableName, TableMapping> mapped = new LinkedHashMap<>();
        for (SourceTable table : tables) {
            TableMapping mapping = routes.of(table.name()).mapping();
            if (mapping != null && table.shape().columns().stream().anyMatch(column -> column.isOfEnum())) {
                mapped.put(table.name(), mapping);
            }
        }
        if (mapped.isEmpty()) {
            return;
        }
        Set<TableName> targets = new HashSet<>();
        mapped.forEach((table, mapping) -> targets.add(mapping.target(table)));
        Map<TableName, Map<String, EnumType>> here = EnumType.ofColumns(source, mapped.keySet());
        Map<TableName, Map<String, EnumType>> there = EnumType.ofColumns(target, targets);
        connection.commit();
        Set<String> done = new HashSet<>();
        for (Map.Entry<TableName, TableMapping> entry : mapped.entrySet()) {
            TableName table = entry.getKey();
            Map<String, EnumType> ours = here.getOrDefault(table, Map.of());
            Map<String, EnumType> theirs = there.getOrDefault(entry.getValue().target(table), Map.of());
            for (Map.Entry<String, String> column :
                    entry.getValue().altered(table).copies().entrySet()) {
                EnumType from = ours.get(column.getKey());
                EnumType to = theirs.get(column.getValue());
                if (from != null && to != null && done.add(from.name() + " " + to.name())) {
                    add(table, to, to.additions(from));
                }
            }
        }
    }

    private void add(TableName table, EnumType type, List<String> additions) throws Exception {
        Message change = Message.of("enum type {0} of the target lacks values", type.name());
        try {
            // An older kernel adds none within a transaction.
            if (!additions.isEmpty()) {
                connection.own().runAlone(() -> additions.forEach(target::run));
                additions.forEach(statement -> LOG.info("table {}: {}", table, statement));
            }
            alterations.settle(table, change);
        } catch (Failed e) {
            if (!FollowedChanges.isRefused(e)) {
                throw e;
            }
            String statements = String.join("; ", additions);
            boolean isNew = alterations.note(
                    table,
                    change,
                    Outcome.WAITS,
                    Message.of(
                            "run {0} on the target, which refuses that to the job: {1}",
                            statements, Message.verbatim(e.said())));
            if (isNew) {
                LOG.warn(
                        "table {}: the target refuses new values of an enum to the job, and will refuse the rows that have them: {};"
                                + " run {} there",
                        table,
                        e.said(),
                        statements);
            }
        }
    }
}
