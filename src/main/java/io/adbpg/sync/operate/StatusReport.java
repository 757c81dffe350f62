package io.adbpg.sync.operate;

import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.resume.CommitPosition;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.JobError;
import io.adbpg.sync.status.JobMetrics;
import io.adbpg.sync.status.JobStatus;
import io.adbpg.sync.status.JsonTime;
import io.adbpg.sync.status.MessageJson;
import io.adbpg.sync.status.SourceAlteration;
import io.adbpg.sync.status.SourceAlterations;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/** The running job in JSON, as {@code GET /api/status} and {@code /api/history} answer it. */
public final class StatusReport {
    private final Settings settings;
    private final JobStatus status;
    private final JobMetrics metrics;
    private final Monitor monitor;
    private final CommitPosition position;
    private final TableReports tables;
    private final boolean mayAct;
    private final Listeners listeners;
    private final Supplier<Optional<JsonObject>> precheck;
    private final LongSupplier quarantined;
    private final RouteReports routes;
    private final SourceAlterations alterations;
    private final Clock clock;
    private final Instant startedAt;

    /**
     * The report of a job that starts now.
     *
     * @param mayAct whether anybody may have something done without a token
     * @param precheck the last precheck's report
     * @param quarantined how many changes are in quarantine
     * @param alterations the changes of source tables that the job has met
     */
    public StatusReport(
            Settings settings,
            JobStatus status,
            JobMetrics metrics,
            Monitor monitor,
            CommitPosition position,
            TableReports tables,
            boolean mayAct,
            Listeners listeners,
            Supplier<Optional<JsonObject>> precheck,
            LongSupplier quarantined,
            RouteReports routes,
            SourceAlterations alterations,
            Clock clock) {
        this.settings = settings;
        this.status = status;
        this.metrics = metrics;
        this.monitor = monitor;
        this.position = position;
        this.tables = tables;
        this.mayAct = mayAct;
        this.listeners = listeners;
        this.precheck = precheck;
        this.quarantined = quarantined;
        this.routes = routes;
        this.alterations = alterations;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /** See {@link #json}, as text. */
    public String status() {
        return json().toJson();
    }

    /** The state of the job and of all that belongs to it; what is not known is null. */
    JsonObject json() {
        JobStatus.View view = status.view();
        Optional<SlotStatus> slot = monitor.slot();
        JsonObject json = new JsonObject();
        json.put("job", settings.job());
        json.put("version", version());
        json.put("time", JsonTime.of(clock.instant()));
        json.put("startedAt", JsonTime.of(startedAt));
        json.put("state", view.state().word());
        MessageJson.put(json, "reason", view.message());
        json.put("since", JsonTime.of(status.since()));
        json.put("source", settings.source().address());
        json.put("target", settings.target().address());
        json.put("capture", status.capture() == null ? settings.capture().word() : status.capture());
        json.put("mayAct", mayAct);
        json.put("listens", listeners.json());
        json.put("delayMillis", orNull(monitor.delayMillis()));
        json.put("delayBytes", slot.map(SlotStatus::delayBytes).orElse(null));
        json.put("changesPerSecond", orNull(monitor.changesPerSecond()));
        json.put("changes", metrics.changes());
        json.put(
                "changesInAll",
                position.reached().map(CommitPosition.Reached::changes).orElse(null));
        json.put("position", position.reached().map(StatusReport::position).orElse(null));
        json.put("slot", slot.map(StatusReport::slot).orElse(null));
        json.put("quarantined", quarantined.getAsLong());
        json.put("refusedRoutes", routes.refused());
        json.put("routes", routes.all());
        json.put("tables", tables.all());
        json.put("schemaChanges", schemaChanges());
        json.put("errors", errors());
        json.put("precheck", precheck.get().orElse(null));
        return json;
    }

    /** Delay and throughput of the last minutes, by the second. */
    public String history() {
        return history(monitor.samples());
    }

    /** Delay and throughput of the last day, by the minute. */
    public String day() {
        return history(monitor.day());
    }

    private static String history(List<Sample> samples) {
        JsonArray all = new JsonArray();
        for (Sample sample : samples) {
            JsonObject json = new JsonObject();
            json.put("time", JsonTime.of(sample.time()));
            json.put("delayMillis", sample.delayMillis());
            json.put("changesPerSecond", rounded(sample.changesPerSecond()));
            all.add(json);
        }
        JsonObject history = new JsonObject();
        history.put("samples", all);
        return history.toJson();
    }

    /** The version in the jar's manifest. */
    public static String version() {
        String version = StatusReport.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private static JsonObject position(CommitPosition.Reached reached) {
        JsonObject json = new JsonObject();
        json.put("lsn", Lsn.text(reached.lsn()));
        json.put("committedAt", JsonTime.of(reached.committedAt()));
        json.put("appliedAt", JsonTime.of(reached.appliedAt()));
        return json;
    }

    private JsonArray schemaChanges() {
        JsonArray all = new JsonArray();
        for (SourceAlteration alteration : alterations.all()) {
            JsonObject json = new JsonObject();
            json.put("time", JsonTime.of(alteration.seen()));
            json.put("table", alteration.table().toString());
            MessageJson.put(json, "change", alteration.change());
            json.put("outcome", alteration.outcome().word());
            MessageJson.put(json, "detail", alteration.detail());
            all.add(json);
        }
        return all;
    }

    private static JsonObject slot(SlotStatus slot) {
        JsonObject json = new JsonObject();
        json.put("name", slot.name());
        json.put("active", slot.active());
        json.put("walStatus", slot.walStatus());
        json.put("heldBytes", slot.heldBytes());
        json.put("limitBytes", orNull(slot.limitBytes()));
        return json;
    }

    private JsonArray errors() {
        JsonArray all = new JsonArray();
        for (JobError error : monitor.errors()) {
            JsonObject json = new JsonObject();
            json.put("time", JsonTime.of(error.time()));
            json.put("place", error.place());
            MessageJson.put(json, "message", error.message());
            all.add(json);
        }
        return all;
    }

    private static Long orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    private static Double orNull(OptionalDouble value) {
        return value.isPresent() ? rounded(value.getAsDouble()) : null;
    }

    private static double rounded(double value) {
        return Math.round(10 * value) / 10.0;
    }
}
