package io.adbpg.sync.support;

import com.sun.net.httpserver.HttpServer;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Batch;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowBuilder;
import io.adbpg.sync.fold.RowGroup;
import io.adbpg.sync.operate.Listeners;
import io.adbpg.sync.operate.Monitor;
import io.adbpg.sync.operate.RouteReports;
import io.adbpg.sync.operate.StatusPage;
import io.adbpg.sync.operate.StatusReport;
import io.adbpg.sync.operate.TableReports;
import io.adbpg.sync.resume.CommitPosition;
import io.adbpg.sync.routes.RefusedEdit;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.JobMetrics;
import io.adbpg.sync.status.JobStatus;
import io.adbpg.sync.status.SlotReading;
import io.adbpg.sync.status.SourceAlterations;
import io.adbpg.sync.status.StaleRows;
import io.adbpg.sync.vacuum.VacuumWatch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.util.json.JsonObject;

/** The status page as a web server has it, of a job that says what a test wants it to. */
public final class ServedPage implements AutoCloseable {
    /** The job's state, and its tables'. */
    public final JobStatus status = new JobStatus("shop");
    /** What has changed at the source. */
    public final SourceAlterations alterations = new SourceAlterations(Clock.systemUTC());

    private final CamelContext context = new DefaultCamelContext();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final JobMetrics metrics = new JobMetrics(meters, Clock.systemUTC());
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile String log = "";
    private volatile String quarantine = "";
    private volatile long quarantined;
    private volatile String verified = "";
    private volatile RefusedEdit refused;
    private volatile JsonObject precheck;

    /** Serves it at a free port. */
    public ServedPage() throws IOException {
        Settings settings = Settings.read(RunningJob.settings(
                "shop", new TestDatabase("source", 5432, "shop"), new TestDatabase("target", 5432, "warehouse"))::get);
        CommitPosition position = new CommitPosition("shop", () -> {});
        Monitor monitor = new Monitor(
                settings, status, metrics, new SlotReading(), position, () -> quarantined, meters, Clock.systemUTC());
        StatusReport report = new StatusReport(
                settings,
                status,
                metrics,
                monitor,
                position,
                new TableReports(
                        context,
                        status,
                        metrics,
                        monitor,
                        new StaleRows(meters),
                        new VacuumWatch(context, settings, status, metrics, meters)),
                true,
                new Listeners(new Properties()),
                () -> Optional.ofNullable(precheck),
                () -> quarantined,
                new RouteReports(context, () -> Optional.ofNullable(refused), Clock.systemUTC()),
                alterations,
                Clock.systemUTC());
        StatusPage page = new StatusPage();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve("/", page::page);
        serve("/status.css", page::style);
        serve("/status.js", page::script);
        serve("/words.zh-CN.json", page::words);
        serve("/api/status", exchange -> exchange.getMessage().setBody(report.status()));
        serve("/api/history", exchange -> exchange.getMessage().setBody(report.history()));
        serve("/api/history/day", exchange -> exchange.getMessage().setBody(report.day()));
        serve("/api/log", exchange -> exchange.getMessage().setBody(log));
        serve("/api/quarantine", exchange -> exchange.getMessage().setBody(quarantine));
        for (String action : List.of("replay", "discard")) {
            String path = "/api/quarantine/" + action;
            serve(path, exchange -> {
                asked.add(path + "?" + exchange.getMessage().getHeader(Exchange.HTTP_QUERY));
                exchange.getMessage().setBody("done");
            });
        }
        serve("/api/verified", exchange -> exchange.getMessage().setBody(verified));
        server.start();
    }

    private void serve(String path, Processor processor) {
        server.createContext(path, request -> {
            Exchange exchange = new DefaultExchange(context);
            exchange.getMessage()
                    .setHeader(Exchange.HTTP_QUERY, request.getRequestURI().getRawQuery());
            try {
                processor.process(exchange);
            } catch (Exception e) {
                throw new IOException(e);
            }
            exchange.getMessage().removeHeader(Exchange.HTTP_QUERY);
            exchange.getMessage().getHeaders().forEach((name, value) -> request.getResponseHeaders()
                    .set(name, value.toString()));
            byte[] body = exchange.getMessage().getBody() instanceof byte[] bytes
                    ? bytes
                    : exchange.getMessage().getBody(String.class).getBytes(StandardCharsets.UTF_8);
            request.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            request.getResponseBody().write(body);
            request.close();
        });
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** Where it is. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** What was asked of the quarantine. */
    public List<String> asked() {
        return asked;
    }

    /** Counts rows as applied. */
    public void count(TableName table, Operation operation, int rows) {
        Relation relation = new Relation(table, List.of("id"), new int[] {0});
        List<Row> all = Collections.nCopies(rows, new RowBuilder().add("1").build());
        RowGroup group = new RowGroup(relation, operation, all, List.of(), List.of());
        metrics.countBatch(new Batch(List.of(group), 0, true, 1, null, null), Duration.ZERO);
    }

    /** Puts changes into quarantine, of which some are listed. */
    public void quarantine(long size, String lines) {
        quarantine = lines;
        quarantined = size;
    }

    /** Has the log say something. */
    public void log(String lines) {
        log = lines;
    }

    /** What a comparison has found. */
    public void verified(String lines) {
        verified = lines;
    }

    /** What the route files hold and does not run; null if they are what runs. */
    public void refuse(RefusedEdit edit) {
        refused = edit;
    }

    /** What the last precheck has found. */
    public void precheck(JsonObject report) {
        precheck = report;
    }
}
