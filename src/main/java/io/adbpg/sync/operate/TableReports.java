package io.adbpg.sync.operate;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.mapping.TableRoutes.TableRoute;
import io.adbpg.sync.status.JobMetrics;
import io.adbpg.sync.status.JobStatus;
import io.adbpg.sync.status.JsonTime;
import io.adbpg.sync.status.LoadProgress;
import io.adbpg.sync.status.MessageJson;
import io.adbpg.sync.status.StaleRows;
import io.adbpg.sync.status.TableStatus;
import io.adbpg.sync.vacuum.VacuumWatch;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.camel.CamelContext;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/** The tables of the job in JSON. */
public final class TableReports {
    private final CamelContext context;
    private final JobStatus status;
    private final JobMetrics metrics;
    private final Monitor monitor;
    private final StaleRows staleRows;
    private final VacuumWatch vacuum;

    /** The tables of a job, whose routes are in this context. */
    public TableReports(
            CamelContext context,
            JobStatus status,
            JobMetrics metrics,
            Monitor monitor,
            StaleRows staleRows,
            VacuumWatch vacuum) {
        this.vacuum = vacuum;
        this.context = context;
        this.status = status;
        this.metrics = metrics;
        this.monitor = monitor;
        this.staleRows = staleRows;
    }

    /** An object per table, by name. */
    JsonArray all() {
        TableRoutes routes = routes();
        JsonArray all = new JsonArray();
        Map<TableName, TableView> views = monitor.tables();
        Map<TableName, RefusedChanges.OfTable> refused = monitor.quarantined();
        status.tables().forEach((name, table) -> {
            TableView view = views.get(name);
            if (view != null) {
                all.add(report(name, table, view, refused.get(name), routes));
            }
        });
        return all;
    }

    /** Null while the routes are made anew. */
    private TableRoutes routes() {
        try {
            return TableRoutes.of(context);
        } catch (Refusal e) {
            return null;
        }
    }

    private JsonObject report(
            TableName name, TableStatus table, TableView view, RefusedChanges.OfTable refused, TableRoutes routes) {
        TableRoute route = routes == null ? null : routes.of(name);
        TableName target = route == null || route.mapping() == null
                ? null
                : route.mapping().target(name);
        JsonObject json = new JsonObject();
        json.put("name", name.toString());
        json.put("target", target == null ? null : target.toString());
        json.put("state", view.state().word());
        MessageJson.put(json, "reason", reason(name, view, target));
        json.put("quarantined", refused == null ? 0 : refused.changes());
        json.put("delayMillis", delayMillis(table));
        json.put("lastChangeAt", JsonTime.of(metrics.lastChange(name)));
        json.put("rows", rows(metrics.rows(name)));
        json.put("load", table.progress() == null ? null : load(table.progress()));
        return json;
    }

    private Message reason(TableName name, TableView view, TableName target) {
        Message reason = view.message().isBlank() ? staleRows.of(name) : view.message();
        return reason.isBlank() && target != null ? vacuum.advice(target) : reason;
    }

    /**
     * How far a table is behind, in ms: as the job is, since its tables are applied together; null if it is not known, as while its
     * changes are not applied.
     */
    private Long delayMillis(TableStatus table) {
        boolean isStreamed =
                table.state() == TableStatus.State.SYNCING || table.state() == TableStatus.State.CATCHING_UP;
        OptionalLong millis = isStreamed ? monitor.delayMillis() : OptionalLong.empty();
        return millis.isPresent() ? millis.getAsLong() : null;
    }

    private static JsonObject rows(Map<Operation, Long> counts) {
        JsonObject json = new JsonObject();
        counts.forEach((operation, count) -> json.put(operation.word(), count));
        return json;
    }

    private static JsonObject load(LoadProgress progress) {
        JsonObject json = new JsonObject();
        json.put("rows", progress.rows());
        json.put("bytes", progress.bytes());
        json.put("share", Math.round(1000 * progress.share()) / 1000.0);
        json.put("secondsLeft", progress.rest().map(Duration::toSeconds).orElse(null));
        return json;
    }
}
