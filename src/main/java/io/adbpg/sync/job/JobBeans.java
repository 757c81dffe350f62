package io.adbpg.sync.job;

import io.adbpg.sync.apply.KeyBinding;
import io.adbpg.sync.apply.RowAggregationStrategy;
import io.adbpg.sync.apply.Target;
import io.adbpg.sync.batch.Fence;
import io.adbpg.sync.capture.CaptureConsumers;
import io.adbpg.sync.capture.debezium.DebeziumCaptureComponent;
import io.adbpg.sync.capture.testdecoding.TestDecodingEndpoint;
import io.adbpg.sync.catalog.SourceSession;
import io.adbpg.sync.load.TableCopy;
import io.adbpg.sync.load.TablesOutOfStep;
import io.adbpg.sync.mapping.StagingNames;
import io.adbpg.sync.mapping.TableMapping;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.operate.Access;
import io.adbpg.sync.operate.AnswerHeaders;
import io.adbpg.sync.operate.ApiRequest;
import io.adbpg.sync.operate.DelayHealth;
import io.adbpg.sync.operate.HttpAnswer;
import io.adbpg.sync.operate.JobControl;
import io.adbpg.sync.operate.JobHealth;
import io.adbpg.sync.operate.Listeners;
import io.adbpg.sync.operate.LogTail;
import io.adbpg.sync.operate.ManagedJob;
import io.adbpg.sync.operate.Monitor;
import io.adbpg.sync.operate.RouteReports;
import io.adbpg.sync.operate.RoutesHealth;
import io.adbpg.sync.operate.SlotHealth;
import io.adbpg.sync.operate.StatusPage;
import io.adbpg.sync.operate.StatusReport;
import io.adbpg.sync.operate.TableReports;
import io.adbpg.sync.operate.TargetHealth;
import io.adbpg.sync.operate.alert.Alerts;
import io.adbpg.sync.operate.alert.Conditions;
import io.adbpg.sync.precheck.LoadEstimate;
import io.adbpg.sync.precheck.OpenTransactionsCheck;
import io.adbpg.sync.precheck.Precheck;
import io.adbpg.sync.precheck.PrecheckReport;
import io.adbpg.sync.precheck.ReplicationCheck;
import io.adbpg.sync.precheck.SourceServerCheck;
import io.adbpg.sync.precheck.SourceTableCheck;
import io.adbpg.sync.precheck.TargetServerCheck;
import io.adbpg.sync.precheck.TargetTableCheck;
import io.adbpg.sync.quarantine.Quarantine;
import io.adbpg.sync.resume.CommitPosition;
import io.adbpg.sync.resume.JobLock;
import io.adbpg.sync.routes.Pause;
import io.adbpg.sync.routes.RouteTakeover;
import io.adbpg.sync.session.CaptureConsumer;
import io.adbpg.sync.session.EditedEntries;
import io.adbpg.sync.session.JobServices;
import io.adbpg.sync.session.UnderWay;
import io.adbpg.sync.settings.JobIdentity;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.JobMetrics;
import io.adbpg.sync.status.JobStatus;
import io.adbpg.sync.status.MeterTexts;
import io.adbpg.sync.status.NextSession;
import io.adbpg.sync.status.SlotReading;
import io.adbpg.sync.status.SourceAlterations;
import io.adbpg.sync.status.StaleRows;
import io.adbpg.sync.vacuum.VacuumWatch;
import io.adbpg.sync.verify.Verification;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.cli.connector.DefaultCliConnectorFactory;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.spi.CliConnectorFactory;
import org.apache.camel.spi.Registry;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The beans of a job: those that its routes name, and those that they need. */
final class JobBeans {
    private final Settings settings;
    private final JobStatus status;
    private JobControl control;
    private JobMetrics metrics;
    private final SlotReading reading = new SlotReading();
    private final Listeners listeners;
    private ManagedJob managed;
    private Monitor monitor;
    private VacuumWatch vacuum;
    private LogTail log;
    private Alerts alerts;

    JobBeans(Settings settings, JobStatus status, Listeners listeners) {
        this.settings = settings;
        this.status = status;
        this.listeners = listeners;
    }

    /** Where the job listens. */
    Listeners listeners() {
        return listeners;
    }

    /** The actions of the job. */
    JobControl control() {
        return control;
    }

    /** The counters of the job. */
    JobMetrics metrics() {
        return metrics;
    }

    /** The job's MBean. */
    ManagedJob managed() {
        return managed;
    }

    /** The monitor of both ends; null until the beans are bound. */
    Monitor monitor() {
        return monitor;
    }

    /** What looks for dead rows on the target; null until the beans are bound. */
    VacuumWatch vacuum() {
        return vacuum;
    }

    /** The job's alerts; null until the beans are bound. */
    Alerts alerts() {
        return alerts;
    }

    /** The last lines of the log; null until the beans are bound. */
    LogTail log() {
        return log;
    }

    /** Makes the beans and binds them. */
    void bind(CamelContext context) {
        Registry registry = context.getRegistry();
        Target target = new Target(settings.target(), settings.job(), settings.replicationRole());
        MeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        meters.config().meterFilter(new MeterTexts());
        registry.bind(MicrometerConstants.METRICS_REGISTRY_NAME, MeterRegistry.class, meters);
        metrics = new JobMetrics(meters, Clock.systemUTC());
        status.onNewTable(table -> metrics.watchLoad(status, table));
        StaleRows staleRows = new StaleRows(meters);
        registry.bind("staleRows", staleRows);
        status.onLeftTable(table -> {
            metrics.forgetLoad(table);
            staleRows.forget(table);
        });
        DefaultCliConnectorFactory cli = new DefaultCliConnectorFactory();
        cli.setEnabled(settings.camelCli());
        registry.bind("cli", CliConnectorFactory.class, cli);
        registry.bind("settings", settings);
        registry.bind("status", status);
        registry.bind("metrics", metrics);
        registry.bind("source", DataSource.class, source());
        SourceSession sessions = SourceSession.of(settings.source(), settings.job());
        registry.bind(JobServices.SOURCE, DataSource.class, sessions);
        registry.bind("target", target);
        CommitPosition position = new CommitPosition(settings.job(), target::commit);
        registry.bind("position", position);
        Fence fence = new Fence();
        NextSession next = new NextSession();
        Quarantine quarantine = new Quarantine(settings, next);
        registry.bind("quarantine", quarantine);
        meters.gauge("adbpg.sync.quarantined", quarantine, Quarantine::size);
        Verification verification = new Verification(context, settings, status, target, fence, quarantine);
        registry.bind("verification", verification);
        registry.bind("keys", new KeyBinding());
        registry.bind("load", new TableCopy(settings, target, context.createProducerTemplate()));
        registry.bind("rows", new RowAggregationStrategy());
        // A new one for each entry.
        StagingNames stagingNames = new StagingNames();
        registry.bindAsPrototype("tableMapping", TableMapping.class, () -> new TableMapping(context, stagingNames));
        Precheck precheck = bindPrecheck(context, registry, target);
        RouteTakeover takeover = new RouteTakeover(context, next);
        takeover.askFirst(new EditedEntries(context, settings, target));
        registry.bind("takeover", takeover);
        Pause pause = new Pause(context, status, next);
        TablesOutOfStep outOfStep = new TablesOutOfStep(status, () -> TableRoutes.of(context), next);
        control = new JobControl(status, pause, verification, precheck, outOfStep);
        SourceAlterations alterations = new SourceAlterations(Clock.systemUTC());
        bindOperate(context, registry, position, precheck, takeover, quarantine, staleRows, alterations);
        JobServices services = new JobServices(
                context,
                settings,
                status,
                metrics,
                reading,
                staleRows,
                alterations,
                sessions,
                target,
                new JobLock(settings.target(), settings.job()),
                fence,
                pause,
                takeover,
                precheck,
                quarantine,
                outOfStep,
                next,
                new UnderWay());
        registry.bind("captureConsumers", CaptureConsumers.class, (CaptureConsumers)
                (endpoint, processor, streams) -> new CaptureConsumer(
                        endpoint, processor, TestDecodingEndpoint.whereNeeded(endpoint, streams), services));
        // In the place of the stock one, which Camel would find by itself, as it finds copy: and pgoutput:.
        context.addComponent(DebeziumCaptureComponent.SCHEME, new DebeziumCaptureComponent());
    }

    private Precheck bindPrecheck(CamelContext context, Registry registry, Target target) {
        SourceSession session = SourceSession.readOnly(settings.source(), settings.job());
        registry.bind(Precheck.SOURCE, DataSource.class, session);
        Precheck precheck = new Precheck(context, settings, target, session);
        registry.bind("precheck", precheck);
        registry.bind("sourceServerCheck", new SourceServerCheck());
        registry.bind("targetServerCheck", new TargetServerCheck());
        registry.bind("replicationCheck", new ReplicationCheck());
        registry.bind("openTransactionsCheck", new OpenTransactionsCheck());
        registry.bind("sourceTableCheck", new SourceTableCheck());
        registry.bind("targetTableCheck", new TargetTableCheck());
        registry.bind("loadEstimate", new LoadEstimate());
        return precheck;
    }

    private void bindOperate(
            CamelContext context,
            Registry registry,
            CommitPosition position,
            Precheck precheck,
            RouteTakeover takeover,
            Quarantine quarantine,
            StaleRows staleRows,
            SourceAlterations alterations) {
        Access access = new Access(listeners.host(context), settings.httpToken(), JobIdentity.of(settings));
        MeterRegistry meters =
                registry.lookupByNameAndType(MicrometerConstants.METRICS_REGISTRY_NAME, MeterRegistry.class);
        monitor =
                new Monitor(settings, status, metrics, reading, position, quarantine::size, meters, Clock.systemUTC());
        vacuum = new VacuumWatch(context, settings, status, metrics, meters);
        StatusReport report = new StatusReport(
                settings,
                status,
                metrics,
                monitor,
                position,
                new TableReports(context, status, metrics, monitor, staleRows, vacuum),
                access.isOpen(),
                listeners,
                () -> precheck.last().map(PrecheckReport::toJson),
                quarantine::size,
                new RouteReports(context, takeover::refused, Clock.systemUTC()),
                alterations,
                Clock.systemUTC());
        alerts = new Alerts(
                settings.job(),
                settings.alerts(),
                new Conditions(settings.alerts(), status, monitor::delayMillis, quarantine::size, monitor::slotShare),
                Clock.systemUTC());
        managed = new ManagedJob(status, monitor, position, control, takeover, quarantine);
        meters.gauge("adbpg.sync.routes.refused", takeover, of -> of.refused().isPresent() ? 1 : 0);
        registry.bind("control", control);
        registry.bind("access", access);
        registry.bind("request", new ApiRequest());
        registry.bind("answer", new HttpAnswer());
        registry.bind("report", report);
        log = new LogTail();
        registry.bind("log", log);
        registry.bind("page", new StatusPage());
        // Camel finds health checks among the beans.
        registry.bind("jobHealth", new JobHealth(status));
        registry.bind("slotHealth", new SlotHealth(monitor));
        registry.bind("routesHealth", new RoutesHealth(takeover));
        registry.bind("targetHealth", new TargetHealth(monitor));
        registry.bind("delayHealth", new DelayHealth(monitor::delayMillis, settings.healthMaxDelaySeconds()));
        AnswerHeaders.register(context);
    }

    private DataSource source() {
        DriverManagerDataSource source =
                new DriverManagerDataSource(settings.source().url()) {
                    @Override
                    protected Connection getConnectionFromDriver(Properties properties) throws SQLException {
                        return settings.source().connect(settings.job());
                    }
                };
        return source;
    }
}
