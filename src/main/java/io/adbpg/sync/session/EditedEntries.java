package io.adbpg.sync.session;

import io.adbpg.sync.apply.Target;
import io.adbpg.sync.catalog.Account;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TableRights;
import io.adbpg.sync.catalog.TargetTables;
import io.adbpg.sync.catalog.WantedTables;
import io.adbpg.sync.failure.Causes;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.load.TableStates;
import io.adbpg.sync.mapping.TableMapping;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.mapping.TableRoutes.TableRoute;
import io.adbpg.sync.routes.EntryCheck;
import io.adbpg.sync.settings.Settings;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks beside the stream whether tables in step could be opened by edited entries, as the next session would open them. */
public final class EditedEntries implements EntryCheck {
    private static final Logger LOG = LoggerFactory.getLogger(EditedEntries.class);

    private final CamelContext context;
    private final Settings settings;
    private final Target connection;

    /** @param connection the connections to the target; this uses one of the calling thread's own */
    public EditedEntries(CamelContext context, Settings settings, Target connection) {
        this.context = context;
        this.settings = settings;
        this.connection = connection;
    }

    @Override
    public Map<TableName, Refusal> refusals(TableRoutes edited, Predicate<TableRoute> isEdited) throws Exception {
        try (ProducerTemplate template = context.createProducerTemplate()) {
            return refusals(edited, isEdited, template);
        } catch (Exception e) {
            if (Causes.find(e, Refusal.class) == null
                    && (Causes.find(e, SQLException.class) != null || Causes.find(e, Failed.class) != null)) {
                LOG.debug("an end can't tell now whether the edited entries can work", e);
                return Map.of();
            }
            throw e;
        } finally {
            connection.own().reset();
        }
    }

    private Map<TableName, Refusal> refusals(
            TableRoutes edited, Predicate<TableRoute> isEdited, ProducerTemplate template) throws Exception {
        Set<TableName> inStep = new TreeSet<>();
        new TableStates(settings.job(), template).find().forEach((table, state) -> {
            TableRoute route = edited.of(table);
            if (state.isLoaded() && route != null && isEdited.test(route)) {
                inStep.add(table);
            }
        });
        Set<TableName> wanted = new TreeSet<>(inStep);
        // An entry whose source table is misspelt may take the place of one that was right.
        edited.names().stream()
                .filter(name -> !name.isWildcard() && isEdited.test(edited.of(name)))
                .forEach(wanted::add);
        if (wanted.isEmpty()) {
            return Map.of();
        }
        Database source = Database.source(template);
        Database target = Database.target(template);
        SourceTables tables = SourceTables.load(source, WantedTables.of(wanted), settings::abilities);
        Map<TableName, Refusal> refusals = new TreeMap<>(tables.refusals());
        open(tables, inStep, edited, source, target, refusals);
        return refusals;
    }

    private void open(
            SourceTables tables,
            Set<TableName> inStep,
            TableRoutes edited,
            Database source,
            Database target,
            Map<TableName, Refusal> refusals)
            throws Exception {
        Kernel kernel = Kernel.probe(target);
        Map<TableName, TableMapping> mapped = new TreeMap<>();
        Set<TableName> names = new TreeSet<>();
        for (SourceTable table : tables.all()) {
            TableMapping mapping = edited.of(table.name()).mapping();
            if (mapping != null && inStep.contains(table.name()) && !refusals.containsKey(table.name())) {
                mapped.put(table.name(), mapping);
                names.add(mapping.target(table.name()));
            }
        }
        TargetTables targets = TargetTables.load(target, kernel, names);
        TableRights rights = new Account(target).onTables(targets.names());
        for (SourceTable table : tables.all()) {
            if (!mapped.containsKey(table.name())) {
                continue;
            }
            try {
                mapped.get(table.name()).open(table, targets, rights, source, target, kernel);
            } catch (Refusal e) {
                refusals.put(table.name(), e);
            } finally {
                connection.own().rollback();
            }
        }
    }
}
