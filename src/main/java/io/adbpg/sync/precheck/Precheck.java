package io.adbpg.sync.precheck;

import io.adbpg.sync.apply.Target;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.SourceSession;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.precheck.Finding.Result;
import io.adbpg.sync.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the checks of route {@code precheck} on both ends, and remembers the findings. It changes nothing. */
public final class Precheck {
    /** The registry name of the source connection. */
    public static final String SOURCE = "precheckSource";

    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");
    private static final String ROUTE = "precheck";

    /** Checks whose warnings are logged when a table is opened. */
    private static final Set<String> LOGGED_BY_OPENING = Set.of("way", "expressions", "publication");

    private final CamelContext context;
    private final Settings settings;
    private final Target target;
    private final SourceSession source;
    private volatile PrecheckReport last;
    private List<Finding> logged = List.of();

    public Precheck(CamelContext context, Settings settings, Target target, SourceSession source) {
        this.context = context;
        this.settings = settings;
        this.target = target;
        this.source = source;
    }

    /** The last report; empty if the precheck has not run yet. */
    public Optional<PrecheckReport> last() {
        return Optional.ofNullable(last);
    }

    /**
     * Runs the precheck.
     *
     * @throws Refusal if there is no started route {@code precheck}, or the routes name no table
     */
    public PrecheckReport run() {
        if (!isThere()) {
            throw Refusal.usage("there is no route precheck: put routes/precheck.camel.yaml back");
        }
        look(Set.of());
        return last;
    }

    /**
     * Runs the precheck before a table in step is loaded again, if there is such a route.
     *
     * @throws Refusal if what would fail concerns the table
     */
    public void beforeReload(Set<TableName> tables) {
        if (!isThere()) {
            return;
        }
        look(tables);
        for (TableName table : tables) {
            Refusal refusal = last.refusal(table);
            if (refusal != null) {
                throw Refusal.of("table {0} is not loaded again: {1}", table, refusal);
            }
        }
    }

    private boolean isThere() {
        return context.getRoute(ROUTE) != null
                && context.getRouteController().getRouteStatus(ROUTE).isStarted();
    }

    /** @param reloaded tables that are in step and are to be loaded again */
    private synchronized PrecheckRun look(Set<TableName> reloaded) {
        long begin = System.nanoTime();
        try (ProducerTemplate template = context.createProducerTemplate()) {
            PrecheckRun run = new PrecheckRun(
                    settings,
                    TableRoutes.of(context),
                    reloaded,
                    Database.source(template, SOURCE),
                    Database.target(template),
                    () -> target.own().rollback());
            try {
                template.requestBody("direct:" + ROUTE, run);
            } catch (CamelExecutionException e) {
                LOG.debug("the precheck failed", e);
                run.abort(e.getCause());
            } finally {
                // Rolls back what the checks tried on the target.
                target.own().reset();
                source.resetConnection();
            }
            LOG.debug("the precheck took {} ms", (System.nanoTime() - begin) / 1_000_000);
            last = new PrecheckReport(Instant.now(), run.findings());
            return run;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs the precheck before a job starts or goes on, if there is such a route. Logs what it finds anew.
     *
     * @throws io.adbpg.sync.failure.Failed if an end does not answer
     * @throws Refusal if the job has never run and a check has failed
     */
    public void beforeStart() {
        if (!isThere()) {
            return;
        }
        PrecheckRun run = look(Set.of());
        if (run.unreachable() != null) {
            throw run.unreachable();
        }
        Refusal refusal = run.isNew() ? last.refusal() : null;
        List<Finding> found = new ArrayList<>(last.of(Result.WARNING));
        found.removeIf(finding -> LOGGED_BY_OPENING.contains(finding.check()));
        if (refusal == null) {
            // Of a job that is under way: it goes on with what it can.
            found.addAll(last.of(Result.FAILED));
        }
        found.stream().filter(finding -> !logged.contains(finding)).forEach(finding -> LOG.warn("{}", finding.line()));
        logged = found;
        if (refusal != null) {
            throw refusal;
        }
    }
}
