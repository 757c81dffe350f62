package io.adbpg.sync.verify;

import io.adbpg.sync.apply.Target;
import io.adbpg.sync.batch.Fence;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.failure.Worded;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.mapping.ComparedTable;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.mapping.TableRoutes.TableRoute;
import io.adbpg.sync.quarantine.Quarantine;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.Diagnosis;
import io.adbpg.sync.status.JobStatus;
import io.adbpg.sync.status.TableStatus;
import io.adbpg.sync.verify.Difference.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.util.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares tables of the running job on both ends, one after the other, in the background; one run at a time. Callers poll the
 * results: a {@link JsonObject} per table, and one at the end.
 */
public final class Verification {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");
    private static final int MOST_REPAIRED = 10_000;
    private static final int REPAIRED_AT_ONCE = 1000;
    private static final Set<Operation> NEEDED = EnumSet.of(Operation.INSERT, Operation.UPDATE, Operation.DELETE);

    private final CamelContext context;
    private final Settings settings;
    private final JobStatus status;
    private final Target target;
    private final CommonPosition position;
    private final Quarantine quarantine;
    private final AtomicReference<Run> current = new AtomicReference<>(new Run(List.of(), false));
    private ExecutorService executor;

    /** A run: the request, and the results so far. */
    private static final class Run {
        private final Collection<TableName> tables;
        private final boolean repairs;
        private final List<JsonObject> found = new ArrayList<>();
        private volatile boolean isOver = true;

        private Run(Collection<TableName> tables, boolean repairs) {
            this.tables = tables;
            this.repairs = repairs;
        }

        private synchronized void add(JsonObject line) {
            found.add(line);
        }

        private synchronized List<JsonObject> from(int index) {
            return List.copyOf(found.subList(Math.min(index, found.size()), found.size()));
        }
    }

    public Verification(
            CamelContext context,
            Settings settings,
            JobStatus status,
            Target target,
            Fence fence,
            Quarantine quarantine) {
        this.context = context;
        this.settings = settings;
        this.status = status;
        this.target = target;
        this.position = new CommonPosition(settings, status, fence);
        this.quarantine = quarantine;
    }

    /**
     * Starts a run; returns at once.
     *
     * @param names source tables, written as in SQL; all tables of the job if there are none
     * @param repairs whether rows that differ are repaired
     * @throws Refusal if a name is no table of the job, or another run is under way
     */
    public void start(Collection<String> names, boolean repairs) {
        Run run = new Run(names.isEmpty() ? List.copyOf(status.tables().keySet()) : parse(names), repairs);
        run.isOver = false;
        Run before = current.get();
        if (!before.isOver || !current.compareAndSet(before, run)) {
            throw Refusal.of("a verify is under way already: try again when it has ended");
        }
        executor().execute(() -> run(run, !names.isEmpty()));
    }

    private Collection<TableName> parse(Collection<String> names) {
        Collection<TableName> tables = new TreeSet<>();
        for (String name : names) {
            try {
                tables.add(TableName.parse(name));
            } catch (IllegalArgumentException e) {
                throw Refusal.usage(Worded.of(e));
            }
        }
        for (TableName table : tables) {
            if (!status.tables().containsKey(table)) {
                throw Refusal.usage(
                        "the job has no table {0}: use one of {1}",
                        table,
                        String.join(
                                ", ",
                                status.tables().keySet().stream()
                                        .map(TableName::toString)
                                        .toList()));
            }
        }
        return tables;
    }

    /** The results of the last run, without the first {@code from}. The final result has only the member {@code end}. */
    public List<JsonObject> found(int from) {
        return current.get().from(from);
    }

    private synchronized ExecutorService executor() {
        if (executor == null) {
            executor = context.getExecutorServiceManager().newSingleThreadExecutor(this, "verify");
        }
        return executor;
    }

    private void run(Run run, boolean areNamed) {
        boolean isFine = true;
        try {
            for (TableName table : run.tables) {
                TableReport report = verify(table, run.repairs, areNamed);
                LOG.info("verify: table {}", report.line());
                isFine &= report.isFine();
                run.add(report.toJson());
            }
        } finally {
            JsonObject end = new JsonObject();
            end.put("end", isFine);
            run.add(end);
            run.isOver = true;
        }
    }

    private TableReport verify(TableName table, boolean repairs, boolean isNamed) {
        try {
            TableRoute route = TableRoutes.of(context).of(table);
            if (route == null || route.hasSteps()) {
                Message why = Message.of("its route has steps of its own, and only they know what becomes of a row");
                return TableReport.notCompared(table, why, isNamed);
            }
            TableStatus now = status.tables().get(table);
            if (now == null || now.state() != TableStatus.State.SYNCING) {
                return TableReport.notCompared(
                        table, now == null ? Message.of("it is gone") : Message.of("it is {0}", now.state()), true);
            }
            ComparedTable compared = route.mapping().compared(table);
            return compared.whyNot().isBlank()
                    ? compare(compared, route, repairs)
                    : TableReport.notCompared(table, compared.whyNot(), isNamed);
        } catch (Exception e) {
            LOG.debug("comparing table {} failed", table, e);
            return TableReport.notCompared(table, Diagnosis.of(e, settings).message(), true);
        }
    }

    private TableReport compare(ComparedTable table, TableRoute route, boolean repairs) throws Exception {
        TableReport report = new TableReport(table.source().name(), table.operations());
        Map<List<String>, Kind> keys = new LinkedHashMap<>();
        try (BothEnds ends = BothEnds.at(position, settings, table)) {
            new TableComparison(settings, table, ends, report, (kind, key) -> {
                        if (keys.size() <= MOST_REPAIRED) {
                            // If a key comes twice, one row is too many.
                            keys.merge(key, kind, (one, other) -> Kind.EXTRA);
                        }
                    })
                    .run();
        }
        if (report.isDifferent() && quarantine.size() > 0) {
            report.setQuarantined(quarantine.count(table.source().name()));
        }
        if (repairs && report.isDifferent()) {
            repair(table, route, keys, report);
        }
        return report;
    }

    private void repair(ComparedTable table, TableRoute route, Map<List<String>, Kind> keys, TableReport report)
            throws Exception {
        if (!table.isKeyed()) {
            report.markNotRepaired(Message.of("the table has no key; load it again with `reload`"));
        } else if (keys.size() > MOST_REPAIRED) {
            report.markNotRepaired(Message.of("these are too many; load the table again with `reload`"));
        } else if (!table.operations().containsAll(NEEDED)) {
            report.markNotRepaired(Message.of("insert, update and delete don't all reach the target"));
        } else {
            List<List<String>> all = List.copyOf(keys.keySet());
            for (int from = 0; from < all.size(); from += REPAIRED_AT_ONCE) {
                Map<List<String>, Kind> some = new LinkedHashMap<>(keys);
                some.keySet().retainAll(Set.copyOf(all.subList(from, Math.min(from + REPAIRED_AT_ONCE, all.size()))));
                position.reach(new TableRepair(context, target, table, route, some));
            }
            report.markRepaired();
        }
    }
}
