package io.adbpg.sync.load;

import io.adbpg.sync.apply.Target;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.ForeignKey;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.ReplicationRole;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TargetTable;
import io.adbpg.sync.failure.Hindrance;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.load.TableLoad.Way;
import io.adbpg.sync.quarantine.LoadQuarantine;
import io.adbpg.sync.quarantine.TableQuarantine;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.JobStatus;
import io.adbpg.sync.status.LoadProgress;
import io.adbpg.sync.status.TableStatus.State;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/** Prepares tables for their load, and arranges it in stages that follow the foreign keys of the target. */
final class LoadStages {
    private final Settings settings;
    private final JobStatus status;
    private final Target target;
    private final ProducerTemplate template;
    private final TableStates states;
    private final ExportedSnapshot snapshot;
    private final LoadQuarantine quarantine;
    private final BiConsumer<TableLoad, Exception> failed;
    private final Map<TableName, LoadProgress> progress = new TreeMap<>();
    private final int version;

    /**
     * @param version the source's version, such as 160011
     * @param failed takes a table that can't be prepared, and why
     */
    LoadStages(
            Settings settings,
            JobStatus status,
            Target target,
            ProducerTemplate template,
            ExportedSnapshot snapshot,
            LoadQuarantine quarantine,
            int version,
            BiConsumer<TableLoad, Exception> failed) {
        this.version = version;
        this.settings = settings;
        this.status = status;
        this.target = target;
        this.template = template;
        this.states = new TableStates(settings.job(), template);
        this.snapshot = snapshot;
        this.quarantine = quarantine;
        this.failed = failed;
    }

    /** The progress of the tables, complete once they are prepared. */
    Map<TableName, LoadProgress> progress() {
        return progress;
    }

    /** Prepares all tables, and returns the stages in which they are to be copied. */
    List<List<LoadUnit>> prepare(List<TableLoad> loads) throws SQLException {
        Database source = Database.source(template);
        Map<TableName, TableSize> sizes = TableSize.of(
                source, version, loads.stream().map(TableLoad::table).toList());
        List<TableLoad> ordered = new ArrayList<>(loads);
        ordered.sort(Comparator.comparing(load -> -sizes.get(load.name()).bytes()));
        LoadOrder order = new LoadOrder(foreignKeys(loads));
        List<List<List<TableLoad>>> stages = order.stages(ordered, TableLoad::targetName);
        Deque<List<LoadUnit>> planned = new ArrayDeque<>();
        // Backwards, so that tables are emptied before those that they refer to.
        for (int i = stages.size() - 1; i >= 0; i--) {
            List<LoadUnit> units = new ArrayList<>();
            stages.get(i).forEach(unit -> units.addAll(plan(unit, sizes, order)));
            planned.addFirst(LoadUnit.gather(units, settings.load().threads()));
        }
        return List.copyOf(planned);
    }

    /** The foreign keys that the target checks. */
    private List<ForeignKey> foreignKeys(List<TableLoad> loads) throws SQLException {
        if (settings.replicationRole() == ReplicationRole.REPLICA) {
            return List.of();
        }
        Database database = Database.target(template);
        Set<TableName> targets = loads.stream()
                .map(TableLoad::targetName)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        List<ForeignKey> found = ForeignKey.load(database, Kernel.probe(database), targets);
        target.commit();
        return found;
    }

    /** Prepares tables that are loaded in one transaction, or a single one, which may be loaded in parts. */
    private List<LoadUnit> plan(List<TableLoad> unit, Map<TableName, TableSize> sizes, LoadOrder order) {
        List<LoadUnit> planned = new ArrayList<>();
        List<TablePart> together = new ArrayList<>();
        try {
            for (TableLoad load : unit) {
                List<TablePart> parts = plan(load, sizes.get(load.name()), order);
                if (parts.size() == 1) {
                    together.add(parts.get(0));
                } else {
                    parts.forEach(part -> planned.add(LoadUnit.of(part)));
                }
            }
            target.commit();
            Stream.concat(planned.stream().flatMap(parts -> parts.parts().stream()), together.stream())
                    .forEach(part -> part.task().quarantine().noteCleared());
            if (!together.isEmpty()) {
                planned.add(LoadUnit.inseparable(together));
            }
            return planned;
        } catch (Exception e) {
            unit.forEach(load -> failed.accept(load, e));
            return List.of();
        }
    }

    private List<TablePart> plan(TableLoad load, TableSize size, LoadOrder order) throws Exception {
        LoadProgress own = new LoadProgress(size.rows(), size.bytes(), Clock.systemUTC());
        progress.put(load.name(), own);
        ShadowTable shadow = load.way() == Way.REPLACE && !load.shared() ? shadow(load) : null;
        if (shadow == null && load.change() != null) {
            throw Hindrance.of(
                    "target table {0} can no longer be replaced by another one: its own columns are to be altered",
                    load.target());
        }
        boolean inParts =
                shadow != null || (load.way() == Way.COPY && !load.shared() && !order.isInCircle(load.targetName()));
        List<String> conditions = inParts ? size.parts(settings.load().threads()) : List.of("");
        TableQuarantine refused = quarantine.of(load.name());
        LoadTask task = new LoadTask(
                load, version, size, own, shadow, refused, conditions.size(), order.isReferred(load.targetName()));
        if (load.emptiedFirst()) {
            send(template, "direct:empty-table", new TablePart(task, snapshot, ""));
        }
        if (task.isBegun()) {
            states.begin(load.table(), load.targetName());
        }
        if (load.emptiedFirst() || task.isBegun()) {
            refused.clear(target.own());
        } else if (task.isInParts() && refused.isOn()) {
            refused.waitBeside(shadow.name(), target.own());
        }
        status.table(load.name(), State.LOADING, Message.NONE, own);
        return conditions.stream()
                .map(condition -> new TablePart(task, snapshot, condition))
                .toList();
    }

    /** Creates the table that is to replace the target table, with the columns that it is to have; null if none can. */
    private ShadowTable shadow(TableLoad load) throws Exception {
        Database database = Database.target(template);
        Kernel kernel = Kernel.probe(database);
        ShadowTable shadow = ShadowTable.forLoad(database, TargetTable.load(database, kernel, load.targetName()));
        if (shadow != null && load.change() != null) {
            shadow.alter(
                    load.table(),
                    load.mapping(),
                    load.change(),
                    settings.following().dropped(),
                    Database.source(template),
                    kernel);
        }
        return shadow;
    }

    /** Sends a part to a route. */
    static void send(ProducerTemplate template, String route, TablePart part) throws Exception {
        Exchange exchange =
                template.request(route, request -> request.getMessage().setBody(part));
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }
}
