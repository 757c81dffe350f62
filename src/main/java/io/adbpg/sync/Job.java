package io.adbpg.sync;

import io.adbpg.sync.apply.CopyComponent;
import io.adbpg.sync.apply.KeyBinding;
import io.adbpg.sync.apply.RowGathering;
import io.adbpg.sync.apply.Target;
import io.adbpg.sync.capture.CaptureConsumer;
import io.adbpg.sync.capture.Fence;
import io.adbpg.sync.capture.debezium.DebeziumCaptureComponent;
import io.adbpg.sync.capture.pgoutput.PgOutputComponent;
import io.adbpg.sync.catalog.ExactText;
import io.adbpg.sync.catalog.SourceSession;
import io.adbpg.sync.load.TableCopy;
import io.adbpg.sync.operate.Access;
import io.adbpg.sync.operate.AnswerHeaders;
import io.adbpg.sync.operate.DelayHealth;
import io.adbpg.sync.operate.HttpAnswer;
import io.adbpg.sync.operate.JobControl;
import io.adbpg.sync.operate.JobHealth;
import io.adbpg.sync.operate.JobMetrics;
import io.adbpg.sync.operate.JobStatus;
import io.adbpg.sync.operate.ManagedJob;
import io.adbpg.sync.operate.Monitor;
import io.adbpg.sync.operate.Pause;
import io.adbpg.sync.operate.SilentConsole;
import io.adbpg.sync.operate.SlotHealth;
import io.adbpg.sync.operate.StatusPage;
import io.adbpg.sync.operate.StatusReport;
import io.adbpg.sync.operate.TableReports;
import io.adbpg.sync.operate.TargetHealth;
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
import io.adbpg.sync.verify.Verification;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.CancellationException;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.cli.connector.DefaultCliConnectorFactory;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.DefaultRoutesCollector;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.CliConnectorFactory;
import org.apache.camel.spi.ManagementAgent;
import org.apache.camel.spi.Registry;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.RouteWatcherReloadStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A job: a Camel Main with the beans that its routes refer to. */
public final class Job implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Job.class);

    private final Settings settings;
    private final boolean isOnlyChecked;
    private final Main main = new Main();
    private final CheckedRoutes routes = new CheckedRoutes();
    private final JobStatus status;
    private JobControl control;
    private JobMetrics metrics;
    private ManagedJob managed;
    private Monitor monitor;

    /**
     * A job that is not started.
     *
     * @param overrides properties that win over those of {@code application.properties}
     */
    public Job(Settings settings, Properties overrides) {
        this(settings, overrides, false);
    }

    /**
     * A job that captures nothing, but can be {@linkplain #precheck() looked at}.
     *
     * @param overrides properties that win over those of {@code application.properties}
     */
    public static Job onlyChecked(Settings settings, Properties overrides) {
        Properties quiet = new Properties();
        quiet.putAll(overrides);
        // The job itself may run, and listen there.
        quiet.setProperty("camel.server.enabled", "false");
        quiet.setProperty("camel.management.enabled", "false");
        quiet.setProperty("camel.main.routes-reload-enabled", "false");
        return new Job(settings, quiet, true);
    }

    private Job(Settings settings, Properties overrides, boolean isOnlyChecked) {
        this.settings = settings;
        this.isOnlyChecked = isOnlyChecked;
        this.status = new JobStatus(settings.job());
        main.setPropertyPlaceholderLocations("file:application.properties;optional=true");
        Properties placeholders = settings.placeholders();
        // camel-observability-services asks for it, but it is left out.
        placeholders.setProperty("camel.opentelemetry2.enabled", "false");
        placeholders.putAll(overrides);
        main.setOverrideProperties(placeholders);
        main.setRoutesCollector(routes);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeInitialize(BaseMainSupport support) {
                bind(support.getCamelContext());
            }

            @Override
            public void afterConfigure(BaseMainSupport support) {
                routes.isLoading = false;
                HealthCheckRegistry health = HealthCheckRegistry.get(support.getCamelContext());
                if (health != null) {
                    health.register(new JobHealth(status));
                    health.register(new SlotHealth(monitor));
                    health.register(new TargetHealth(monitor));
                    health.register(new DelayHealth(monitor::delayMillis, settings.healthMaxDelaySeconds()));
                }
                SilentConsole.register(support.getCamelContext());
                watch(support.getCamelContext());
                tellPort(support.getCamelContext());
            }
        });
    }

    private void bind(CamelContext context) {
        ((ModelCamelContext) context).setRouteFilter(new ChosenRoutes(context, isOnlyChecked)::isChosen);
        Registry registry = context.getRegistry();
        Target target = new Target(settings.target(), settings.job());
        MeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.bind(MicrometerConstants.METRICS_REGISTRY_NAME, MeterRegistry.class, meters);
        metrics = new JobMetrics(meters, Clock.systemUTC());
        status.onNewTable(table -> metrics.watchLoad(status, table));
        status.onLeftTable(metrics::forgetLoad);
        DefaultCliConnectorFactory cli = new DefaultCliConnectorFactory();
        cli.setEnabled(settings.camelCli());
        registry.bind("cli", CliConnectorFactory.class, cli);
        registry.bind("settings", settings);
        registry.bind("status", status);
        registry.bind("metrics", metrics);
        registry.bind("source", DataSource.class, source());
        registry.bind(CaptureConsumer.SOURCE, DataSource.class, SourceSession.of(settings.source(), settings.job()));
        registry.bind("target", target);
        CommitPosition position = new CommitPosition(settings.job(), target);
        registry.bind("position", position);
        registry.bind("lock", new JobLock(settings.target(), settings.job()));
        Fence fence = new Fence();
        registry.bind("fence", fence);
        Quarantine quarantine = new Quarantine(settings);
        registry.bind("quarantine", quarantine);
        meters.gauge("adbpg.sync.quarantined", quarantine, Quarantine::size);
        Verification verification = new Verification(context, settings, status, target, fence, quarantine);
        registry.bind("verification", verification);
        registry.bind("keys", new KeyBinding());
        registry.bind("load", new TableCopy(settings, target, context.createProducerTemplate()));
        registry.bind("rows", new RowGathering());
        bindPrecheck(context, registry, target);
        bindOperate(context, registry, position, verification, quarantine);
        context.addComponent(DebeziumCaptureComponent.SCHEME, new DebeziumCaptureComponent());
        context.addComponent(PgOutputComponent.SCHEME, new PgOutputComponent());
        context.addComponent(CopyComponent.SCHEME, new CopyComponent(context));
    }

    private void bindPrecheck(CamelContext context, Registry registry, Target target) {
        SourceSession session = SourceSession.readOnly(settings.source(), settings.job());
        registry.bind(Precheck.SOURCE, DataSource.class, session);
        registry.bind("precheck", new Precheck(context, settings, target, session));
        registry.bind("sourceServerCheck", new SourceServerCheck());
        registry.bind("targetServerCheck", new TargetServerCheck());
        registry.bind("replicationCheck", new ReplicationCheck());
        registry.bind("openTransactionsCheck", new OpenTransactionsCheck());
        registry.bind("sourceTableCheck", new SourceTableCheck());
        registry.bind("targetTableCheck", new TargetTableCheck());
        registry.bind("loadEstimate", new LoadEstimate());
    }

    private void bindOperate(
            CamelContext context,
            Registry registry,
            CommitPosition position,
            Verification verification,
            Quarantine quarantine) {
        Precheck precheck = registry.lookupByNameAndType("precheck", Precheck.class);
        Pause pause = new Pause(context, status);
        control = new JobControl(status, pause, verification, precheck);
        Access access = new Access(
                context.resolvePropertyPlaceholders("{{camel.server.host:0.0.0.0}}"),
                settings.httpToken(),
                settings.job());
        MeterRegistry meters =
                registry.lookupByNameAndType(MicrometerConstants.METRICS_REGISTRY_NAME, MeterRegistry.class);
        monitor = new Monitor(settings, status, metrics, position, meters, Clock.systemUTC());
        StatusReport report = new StatusReport(
                settings,
                status,
                metrics,
                monitor,
                position,
                new TableReports(context, status, metrics),
                access.isOpen(),
                () -> precheck.last().map(PrecheckReport::toJson),
                quarantine::size,
                Clock.systemUTC());
        managed = new ManagedJob(status, monitor, position, control);
        registry.bind("pause", pause);
        registry.bind("control", control);
        registry.bind("access", access);
        registry.bind("answer", new HttpAnswer());
        registry.bind("report", report);
        registry.bind("page", new StatusPage());
        context.getComponent("platform-http", PlatformHttpComponent.class).setHeaderFilterStrategy(new AnswerHeaders());
    }

    /** Beside the management's server Camel takes the port of the commands for 8080 unless it finds another one here. */
    private static void tellPort(CamelContext context) {
        VertxPlatformHttpServerConfiguration server = new VertxPlatformHttpServerConfiguration();
        server.setBindPort(ListeningPort.COMMANDS.number(context));
        context.getRegistry().bind("server", server);
        ListeningPort.COMMANDS.warnIfTaken(context, false);
        ListeningPort.MANAGEMENT.warnIfTaken(context, true);
    }

    /** Camel watches the route files; what comes of a change is decided here. */
    private static void watch(CamelContext context) {
        RouteWatcherReloadStrategy watcher = context.hasService(RouteWatcherReloadStrategy.class);
        if (watcher != null) {
            watcher.setResourceReload((name, resource) ->
                    context.getRegistry().findSingleByType(RouteReload.class).reload());
        }
    }

    /** Shows the job in JMX, or takes it away there. */
    private void manage(boolean shown) {
        ManagementAgent agent = main.getCamelContext() == null
                ? null
                : main.getCamelContext().getManagementStrategy().getManagementAgent();
        if (agent == null || isOnlyChecked) {
            return;
        }
        try {
            ObjectName name = new ObjectName("io.adbpg.sync:type=Job,name=" + settings.job());
            if (shown) {
                agent.register(managed, name);
            } else if (agent.isRegistered(name)) {
                agent.unregister(name);
            }
        } catch (JMException e) {
            LOG.warn("the job can't be seen in JMX: {}", e.getMessage());
        }
    }

    private DataSource source() {
        DriverManagerDataSource source =
                new DriverManagerDataSource(settings.source().url()) {
                    @Override
                    protected Connection getConnectionFromDriver(Properties properties) throws SQLException {
                        Connection connection = super.getConnectionFromDriver(properties);
                        ExactText.setQuotes(connection);
                        return connection;
                    }
                };
        source.setConnectionProperties(settings.source().properties(settings.job()));
        return source;
    }

    /** Starts the routes; returns when they run. */
    public void start() throws Exception {
        try {
            main.start();
        } catch (Exception e) {
            throw routes.isLoading ? unloadable(e) : e;
        }
        manage(true);
        if (!isOnlyChecked) {
            monitor.start();
        }
    }

    /** Of what Camel can't make routes of it does not always say where it stands. */
    private Exception unloadable(Exception failure) {
        Refusal refusal = Diagnosis.of(failure, settings).refusal();
        return refusal.exitStatus() == Refusal.USAGE
                ? failure
                : Refusal.usage("the files in routes/ can't be loaded: " + refusal.getMessage()
                        + "; correct what was changed there");
    }

    /** Its state. */
    public JobStatus status() {
        return status;
    }

    /** What may be asked of it. */
    public JobControl control() {
        return control;
    }

    /** What looks at both ends. */
    public Precheck precheck() {
        return context().getRegistry().lookupByNameAndType("precheck", Precheck.class);
    }

    /** How far the target is behind now, in ms; empty as long as it is not known. */
    public OptionalLong delayMillis() {
        return monitor.delayMillis();
    }

    /** What it has done. */
    public JobMetrics metrics() {
        return metrics;
    }

    /** The Camel context of the job. */
    public CamelContext context() {
        return main.getCamelContext();
    }

    /** Lets {@link #awaitEnd()} return; does not stop the job. */
    public void end() {
        status.failure().cancel(false);
    }

    /**
     * Waits until the job is ended or closed.
     *
     * @throws Refusal if it gives up
     */
    public void awaitEnd() {
        try {
            throw status.failure().join();
        } catch (CancellationException e) {
            // Ended.
        }
    }

    @Override
    public void close() {
        end();
        if (monitor != null) {
            monitor.close();
        }
        manage(false);
        main.stop();
    }

    /** Finds the route files of {@code camel.main.routes-include-pattern}, and checks them. */
    private static final class CheckedRoutes extends DefaultRoutesCollector {
        private RouteReload reload;
        /** Whether files were found, and Camel has not made routes of all of them yet. */
        private boolean isLoading;

        @Override
        public Collection<Resource> findRouteResourcesFromDirectory(
                CamelContext context, String excludePattern, String includePattern) {
            Collection<Resource> files = find(context, excludePattern, includePattern);
            context.getRegistry().bind(EntryPlaces.NAME, RouteFiles.check(files));
            if (reload == null) {
                reload = new RouteReload(context, () -> find(context, excludePattern, includePattern));
                context.getRegistry().bind("reload", reload);
                reload.started(files);
            }
            isLoading = true;
            return files;
        }

        private Collection<Resource> find(CamelContext context, String excludePattern, String includePattern) {
            try {
                Collection<Resource> files =
                        super.findRouteResourcesFromDirectory(context, excludePattern, includePattern);
                if (!files.isEmpty() && files.stream().allMatch(Resource::exists)) {
                    return files;
                }
            } catch (RuntimeCamelException e) {
                LOG.debug("cannot find route files", e);
            }
            throw Refusal.usage("no files match camel.main.routes-include-pattern=" + includePattern
                    + ": correct it, or run in the folder that holds application.properties and routes/");
        }
    }
}
