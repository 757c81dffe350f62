package io.adbpg.sync;

import io.adbpg.sync.apply.CopyComponent;
import io.adbpg.sync.apply.KeyBinding;
import io.adbpg.sync.apply.RowGathering;
import io.adbpg.sync.apply.TargetConnection;
import io.adbpg.sync.capture.debezium.DebeziumCaptureComponent;
import io.adbpg.sync.operate.JobHealth;
import io.adbpg.sync.operate.JobMetrics;
import io.adbpg.sync.operate.JobStatus;
import io.adbpg.sync.resume.CommitPosition;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.Collection;
import java.util.Properties;
import java.util.concurrent.CancellationException;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.cli.connector.DefaultCliConnectorFactory;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.DefaultRoutesCollector;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.CliConnectorFactory;
import org.apache.camel.spi.Registry;
import org.apache.camel.spi.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A job: a Camel Main with the beans that its routes refer to. */
public final class Job implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Job.class);

    private final Settings settings;
    private final Main main = new Main();
    private final JobStatus status;
    private JobMetrics metrics;

    /** A job that is not started. */
    public Job(Settings settings) {
        this(settings, new Properties());
    }

    /** @param overrides properties that win over those of {@code application.properties} */
    public Job(Settings settings, Properties overrides) {
        this.settings = settings;
        this.status = new JobStatus(settings.job());
        main.setPropertyPlaceholderLocations("file:application.properties;optional=true");
        main.setOverrideProperties(overrides);
        main.setRoutesCollector(new CheckedRoutes());
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeInitialize(BaseMainSupport support) {
                bind(support.getCamelContext());
            }

            @Override
            public void afterConfigure(BaseMainSupport support) {
                HealthCheckRegistry health = HealthCheckRegistry.get(support.getCamelContext());
                if (health != null) {
                    health.register(new JobHealth(status));
                }
            }
        });
    }

    private void bind(CamelContext context) {
        Registry registry = context.getRegistry();
        TargetConnection target = new TargetConnection(settings.target(), settings.job());
        MeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.bind(MicrometerConstants.METRICS_REGISTRY_NAME, MeterRegistry.class, meters);
        metrics = new JobMetrics(meters, Clock.systemUTC());
        DefaultCliConnectorFactory cli = new DefaultCliConnectorFactory();
        cli.setEnabled(settings.camelCli());
        registry.bind("cli", CliConnectorFactory.class, cli);
        registry.bind("settings", settings);
        registry.bind("status", status);
        registry.bind("metrics", metrics);
        registry.bind("source", DataSource.class, source());
        registry.bind("target", target);
        registry.bind("position", new CommitPosition(settings.job(), target));
        registry.bind("keys", new KeyBinding());
        registry.bind("rows", new RowGathering());
        context.addComponent(DebeziumCaptureComponent.SCHEME, new DebeziumCaptureComponent());
        context.addComponent(CopyComponent.SCHEME, new CopyComponent(context));
    }

    private DataSource source() {
        DriverManagerDataSource source =
                new DriverManagerDataSource(settings.source().url());
        source.setConnectionProperties(settings.source().properties(settings.job()));
        return source;
    }

    /** Starts the routes; returns when they run. */
    public void start() throws Exception {
        main.start();
    }

    /** Its state. */
    public JobStatus status() {
        return status;
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
        main.stop();
    }

    /** Finds the route files of {@code camel.main.routes-include-pattern}, and checks them. */
    private static final class CheckedRoutes extends DefaultRoutesCollector {
        @Override
        public Collection<Resource> findRouteResourcesFromDirectory(
                CamelContext context, String excludePattern, String includePattern) {
            Collection<Resource> files = find(context, excludePattern, includePattern);
            context.getRegistry().bind(EntryPlaces.NAME, RouteFiles.check(files));
            return files;
        }

        private Collection<Resource> find(CamelContext context, String excludePattern, String includePattern) {
            try {
                Collection<Resource> files =
                        super.findRouteResourcesFromDirectory(context, excludePattern, includePattern);
                if (!files.isEmpty()) {
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
