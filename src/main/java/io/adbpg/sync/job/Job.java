package io.adbpg.sync.job;

import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.failure.Causes;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.link.Link.Kind;
import io.adbpg.sync.link.LinkGuard;
import io.adbpg.sync.link.Links;
import io.adbpg.sync.operate.JobControl;
import io.adbpg.sync.operate.Listeners;
import io.adbpg.sync.operate.RunningFile;
import io.adbpg.sync.operate.SilentConsole;
import io.adbpg.sync.precheck.Precheck;
import io.adbpg.sync.routes.CheckedRoutes;
import io.adbpg.sync.routes.RouteTakeover;
import io.adbpg.sync.session.FormerRun;
import io.adbpg.sync.settings.DeclaredSettings;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.Diagnosis;
import io.adbpg.sync.status.JobMetrics;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.status.JobStatus;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.ManagementAgent;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.RouteWatcherReloadStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A job: a Camel Main with the beans that its routes refer to. */
public final class Job implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");

    private final Settings settings;
    private final boolean isOnlyChecked;
    private final Properties overrides;
    private final JobStatus status;
    private Main main;
    private CheckedRoutes routes;
    private JobBeans beans;
    private LinkGuard guard;
    private Optional<RunningFile> running = Optional.empty();

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
        this.overrides = new Properties();
        this.overrides.putAll(overrides);
        Listeners.choosePorts(this.overrides);
        this.status = new JobStatus(settings.job());
        prepare(new CheckedRoutes());
    }

    private void prepare(CheckedRoutes found) {
        main = new Main();
        routes = found;
        beans = new JobBeans(settings, status, new Listeners(overrides));
        main.setPropertyPlaceholderLocations("file:application.properties;optional=true");
        main.setInitialProperties(DeclaredSettings.defaults());
        Properties placeholders = settings.placeholders();
        // camel-observability-services asks for it, but it is left out.
        placeholders.setProperty("camel.opentelemetry2.enabled", "false");
        placeholders.putAll(overrides);
        main.setOverrideProperties(placeholders);
        main.setRoutesCollector(found);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeInitialize(BaseMainSupport support) {
                CamelContext context = support.getCamelContext();
                SharedRegistry.share((DefaultRegistry) context.getRegistry());
                if (isOnlyChecked) {
                    // No route that begins by itself.
                    ((ModelCamelContext) context).setRouteFilter(Job::isOnlyCalled);
                }
                beans.bind(context);
            }

            @Override
            public void afterConfigure(BaseMainSupport support) {
                found.areLoaded();
                SilentConsole.register(support.getCamelContext());
                watch(support.getCamelContext());
                beans.listeners().setUp(support.getCamelContext());
            }
        });
    }

    private static boolean isOnlyCalled(RouteDefinition route) {
        return route.getEndpointUrl().startsWith("direct:");
    }

    /** Camel watches the route files, as far as it can; what comes of a change is decided here. */
    private static void watch(CamelContext context) {
        RouteWatcherReloadStrategy watcher = context.hasService(RouteWatcherReloadStrategy.class);
        if (watcher != null) {
            RouteTakeover takeover = context.getRegistry().findSingleByType(RouteTakeover.class);
            watcher.setResourceReload((name, resource) -> takeover.takeOver());
            var unused = context.getExecutorServiceManager()
                    .newSingleThreadScheduledExecutor(takeover, "route files")
                    .scheduleWithFixedDelay(takeover::look, 1, 1, TimeUnit.SECONDS);
        }
    }

    /** Where it listens for commands, such as {@code http://127.0.0.1:8080}; empty if it does not. */
    public Optional<String> commands() {
        return beans.listeners().commands();
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
            MBeanServer server = agent.getMBeanServer();
            if (shown) {
                beans.managed().register(server, name);
            } else if (server.isRegistered(name)) {
                server.unregisterMBean(name);
            }
        } catch (JMException e) {
            LOG.warn("the job can't be seen in JMX: {}", e.getMessage());
        }
    }

    /** Starts the routes; returns when they run. */
    public void start() throws Exception {
        guard = LinkGuard.start(
                settings.source().watch(settings.job()), settings.target().watch(settings.job()));
        try {
            main.start();
        } catch (Exception e) {
            if (!routes.isLoading() && Causes.find(e, FailedToCreateRouteException.class) == null) {
                throw e;
            }
            Exception why = unloadable(e);
            if (isOnlyChecked || !new FormerRun(settings).isLikely()) {
                throw why;
            }
            startWithout(Diagnosis.of(why, settings).refusal());
        }
        manage(true);
        if (!isOnlyChecked) {
            beans.monitor().start();
            beans.vacuum().start();
            beans.alerts().start();
            running = beans.listeners().commands().flatMap(address -> RunningFile.write(Path.of(""), address));
        }
    }

    /**
     * Starts a job that has run before, and whose route files can't work any more: it says so until they are mended, and goes on
     * then.
     */
    private void startWithout(Refusal why) throws Exception {
        main.stop();
        prepare(new CheckedRoutes(why));
        main.start();
        status.enter(JobState.WAITING, why.message());
    }

    /** Camel does not always say where in the files it stopped. */
    private Exception unloadable(Exception failure) {
        Refusal refusal = Diagnosis.of(failure, settings).refusal();
        return refusal.exitStatus() == Refusal.USAGE
                ? failure
                : Refusal.usage(
                        "the files in routes/ can't be loaded: {0}; correct what was changed there", refusal.message());
    }

    /** The state of the job. */
    public JobStatus status() {
        return status;
    }

    /** The actions of the job. */
    public JobControl control() {
        return beans.control();
    }

    /** The job's precheck. */
    public Precheck precheck() {
        return context().getRegistry().lookupByNameAndType("precheck", Precheck.class);
    }

    /** How far the target is behind now, in ms; empty as long as it is not known. */
    public OptionalLong delayMillis() {
        return beans.monitor().delayMillis();
    }

    /** The counters of the job. */
    public JobMetrics metrics() {
        return beans.metrics();
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
        // A look may be waiting for an answer.
        for (Server server : List.of(settings.source(), settings.target())) {
            Links.cut(settings.job(), server.role(), EnumSet.of(Kind.LOOK), Message.of("the job ends"));
        }
        if (beans.monitor() != null) {
            beans.alerts().close();
            beans.monitor().close();
            beans.vacuum().close();
            beans.log().close();
        }
        manage(false);
        running.ifPresent(RunningFile::delete);
        main.stop();
        if (guard != null) {
            guard.close();
        }
    }
}
