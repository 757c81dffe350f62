package io.adbpg.sync.operate;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.mapping.TableRoutes.TableRoute;
import io.adbpg.sync.status.JobMetrics;
import io.adbpg.sync.status.JobStatus;
import io.adbpg.sync.status.LoadProgress;
import io.adbpg.sync.status.StaleRows;
import io.adbpg.sync.status.TableStatus;
import io.adbpg.sync.vacuum.VacuumWatch;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/** The tables of the job in JSON. */
public final class TableReports {
    private final CamelContext context;
    private final JobStatus status;
    private final JobMetrics metrics;
    private final StaleRows staleRows;
    private final VacuumWatch vacuum;

    /** The tables of a job, whose routes are in this context. */
    public TableReports(
            CamelContext context, JobStatus status, JobMetrics metrics, StaleRows staleRows, VacuumWatch vacuum) {
        this.vacuum = vacuum;
        this.context = context;
        this.status = status;
        this.metrics = metrics;
        this.staleRows = staleRows;
    }

    /** An object per table, by name. */
    JsonArray all() {
        TableRoutes routes = routes();
        JsonArray all = new JsonArray();
        status.tables().forEach((name, table) -> all.add(report(name, table, routes)));
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

    private JsonObject report(TableName name, TableStatus table, TableRoutes routes) {
        TableRoute route = routes == null ? null : routes.of(name);
        TableName target = route == null || route.mapping() == null
                ? null
                : route.mapping().target(name);
        JsonObject json = new JsonObject();
        json.put("name", name.toString());
        json.put("target", target == null ? null : target.toString());
        json.put("state", table.state().word());
        json.put("reason", reason(name, table, target));
        json.put("rows", rows(metrics.rows(name)));
        json.put("load", table.progress() == null ? null : load(table.progress()));
        return json;
    }

    private String reason(TableName name, TableStatus table, TableName target) {
        String reason = table.reason().isBlank() ? staleRows.of(name) : table.reason();
        return reason.isBlank() && target != null ? vacuum.advice(target) : reason;
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
