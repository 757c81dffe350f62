package io.adbpg.sync.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.apply.Target;
import io.adbpg.sync.catalog.ReplicationRole;
import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.catalog.Tls;
import io.adbpg.sync.failure.Causes;
import io.adbpg.sync.fold.RowGroup;
import io.adbpg.sync.mapping.TableSql;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.spi.CliConnectorFactory;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.BeforeEach;

/**
 * The shipped routes without servers. Each step that calls a bean, or has a
 * statement or a COPY run, takes note of
 * its id in place of that, and fails if it is told to. The ways between them are the real ones.
 */
abstract class AdvisedRoutes extends CamelTestSupport {
    private static final Server NOWHERE = new Server("target", "nowhere", 1, "none", "nobody", "", Tls.NONE);

    private final Target target = new Target(NOWHERE, "test", ReplicationRole.ORIGIN);
    private final List<String> files;
    private final List<String> steps = new ArrayList<>();
    private final Map<String, Exception> failures = new HashMap<>();
    private final Map<String, Processor> doings = new HashMap<>();

    /** @param files names in {@code routes/}, without their ending */
    AdvisedRoutes(String... files) {
        this.files = List.of(files);
        testConfiguration().withUseAdviceWith(true).withJMX(false);
    }

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        Properties settings = new Properties();
        settings.setProperty("sync.operations", "insert,update,delete,truncate");
        settings.setProperty("sync.existing-data", "stop");
        settings.setProperty("sync.initial-load", "copy");
        settings.putAll(settings());
        configuration.withUseOverridePropertiesWithPropertiesComponent(settings);
    }

    /** Settings that differ from those of other tests. */
    Map<String, String> settings() {
        return Map.of();
    }

    /** Binds beans that routes ask for more than a step. */
    void bindBeans() {}

    @BeforeEach
    void startRoutes() throws Exception {
        // It would look at the context by a thread of its own.
        context.getCamelContextExtension()
                .getContextPlugin(CliConnectorFactory.class)
                .setEnabled(false);
        context.getRegistry().bind("target", target);
        bindBeans();
        for (String file : files) {
            Resource resource =
                    ResourceHelper.resolveMandatoryResource(context, "file:" + Path.of("routes", file + ".camel.yaml"));
            PluginHelper.getRoutesLoader(context).loadRoutes(resource);
        }
        for (RouteDefinition route : List.copyOf(context.getRouteDefinitions())) {
            advise(route);
        }
        // The one step whose work the ways behind it need.
        onStep("apply-plan", exchange -> {
            Message group = exchange.getMessage();
            target.plan(group.getHeader("sql", TableSql.class), group.getBody(RowGroup.class), group.getHeaders());
        });
        context.start();
    }

    private void advise(RouteDefinition route) throws Exception {
        List<String> ids = ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), NamedNode.class).stream()
                .filter(AdvisedRoutes::isOutside)
                .map(NamedNode::getId)
                .toList();
        if (!ids.isEmpty()) {
            AdviceWith.adviceWith(context, route.getId(), false, advice -> {
                for (String id : ids) {
                    advice.weaveById(id).replace().process(exchange -> run(id, exchange));
                }
            });
        }
    }

    private static boolean isOutside(NamedNode step) {
        String uri = step instanceof ToDynamicDefinition dynamic
                ? dynamic.getUri()
                : step instanceof EndpointRequiredDefinition fixed ? fixed.getEndpointUri() : "";
        return step instanceof BeanDefinition
                || uri.equals("direct:run-statement")
                || uri.startsWith("sql:")
                || uri.startsWith("copy:");
    }

    /** Has rows gathered, as those of a batch are. */
    final void gather() {
        target.own().gathered().allow(true);
        target.gather();
    }

    /** Takes note of a step, and does or fails as it was told. */
    final void run(String id, Exchange exchange) throws Exception {
        steps.add(id);
        if (failures.containsKey(id)) {
            throw failures.get(id);
        }
        if (doings.containsKey(id)) {
            doings.get(id).process(exchange);
        }
    }

    /** Lets a step fail. */
    final void failAt(String id, Exception failure) {
        failures.put(id, failure);
    }

    /** Lets a step do something. */
    final void onStep(String id, Processor doing) {
        doings.put(id, doing);
    }

    /** The ids of the steps that were taken since the last call, in their order. */
    final List<String> steps() {
        List<String> taken = List.copyOf(steps);
        steps.clear();
        return taken;
    }

    /**
     * Fails at each step of a way in turn, and checks that none follows.
     *
     * @param way all of its steps
     * @param send sends what takes that way
     */
    final void assertThatNothingFollowsAFailure(List<String> way, Sending send) {
        for (int i = 0; i < way.size(); i++) {
            failures.clear();
            steps.clear();
            Exception failure = new IllegalStateException("the server is away");
            failAt(way.get(i), failure);

            Exchange sent = send.send();

            assertThat(steps()).as("steps up to " + way.get(i)).isEqualTo(way.subList(0, i + 1));
            assertThat(Causes.find(sent.getException(), IllegalStateException.class))
                    .as("failure of " + way.get(i))
                    .isSameAs(failure);
        }
    }

    /** Sends something to a route. */
    @FunctionalInterface
    interface Sending {
        /** What came back. */
        Exchange send();
    }
}
