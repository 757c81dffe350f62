package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.ShapeChange;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TargetTable;
import io.adbpg.sync.catalog.TargetTables;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.load.TableStates.State;
import io.adbpg.sync.load.TargetCreation;
import io.adbpg.sync.mapping.ApplyMethod;
import io.adbpg.sync.mapping.MappingInspection;
import io.adbpg.sync.mapping.SharedTargets;
import io.adbpg.sync.mapping.TableMapping;
import io.adbpg.sync.mapping.TargetChange;
import io.adbpg.sync.settings.Following;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks each table's mapping: the target table, its columns and types, the expressions, and how rows are applied. */
public final class TargetTableCheck {
    private static final Logger LOG = LoggerFactory.getLogger(TargetTableCheck.class);
    private static final Message MISSING =
            Message.of("the table, or sync.create-tables=true, with which the job creates it");

    /** Adds its findings to the run. */
    public void check(@Body PrecheckRun run) throws Exception {
        if (run.tables() == null || run.kernel() == null) {
            return;
        }
        Map<SourceTable, MappingInspection> mapped = new LinkedHashMap<>();
        for (SourceTable table : run.tables().all()) {
            TableMapping mapping = run.routes().of(table.name()).mapping();
            if (mapping == null) {
                run.passed("target table", table.name().toString(), Message.of("known only to its route"));
            } else {
                mapped.put(table, mapping.inspect(table));
            }
        }
        AtomicReference<TargetTables> targets = new AtomicReference<>();
        boolean isAnswered = run.check("target tables", "target", Message.NONE, () -> {
            Set<TableName> names =
                    mapped.values().stream().map(MappingInspection::target).collect(Collectors.toSet());
            targets.set(TargetTables.load(run.target(), run.kernel(), names));
            return null;
        });
        if (isAnswered) {
            SharedTargets shared = new SharedTargets(run.target());
            Map<SourceTable, MappingInspection> there = new LinkedHashMap<>();
            Set<SourceTable> altered = new HashSet<>();
            mapped.forEach((table, inspection) -> {
                if (look(run, table, inspection, targets.get(), shared, altered)) {
                    there.put(table, inspection);
                }
            });
            new TargetFacts(run).check(there, altered);
        }
    }

    /** Checks a table, and adds it to those that were altered if it was; returns whether its target table exists. */
    private static boolean look(
            PrecheckRun run,
            SourceTable table,
            MappingInspection inspection,
            TargetTables targets,
            SharedTargets shared,
            Set<SourceTable> altered) {
        String subject = table.name().toString();
        boolean[] isMissing = {false};
        boolean isFree = targets.isFree(inspection.target());
        boolean isFound = run.check("target table", subject, isFree ? MISSING : Message.NONE, () -> {
            try {
                TargetTable to = inspection.find(targets);
                return Message.of(
                        "{0}, {1} columns, {2}",
                        inspection.target(), to.columns().size(), to.layout());
            } catch (Refusal e) {
                if (!isFree) {
                    throw e;
                }
                if (!isToBeCreated(run, table.name())) {
                    throw e.withFix(creation(run, inspection));
                }
                isMissing[0] = true;
                return create(run, table, inspection);
            }
        });
        if (!isFound || isMissing[0]) {
            return false;
        }
        if (isAltered(run, table, inspection)) {
            altered.add(table);
            return true;
        }
        List<Refusal> problems = inspection.problems(run.source(), run.target());
        problems.forEach(problem -> run.refuse("columns", subject, Message.NONE, problem));
        if (problems.isEmpty()) {
            run.passed(
                    "columns",
                    subject,
                    Message.of("{0} get values", inspection.mappedColumns().size()));
            run.check("constants", subject, Message.NONE, () -> {
                shared.add(inspection);
                return null;
            });
            expressions(run, table, inspection);
            way(run, subject, inspection.applyMethod(), inspection.operations());
        }
        return true;
    }

    private static boolean isToBeCreated(PrecheckRun run, TableName table) {
        return TargetCreation.of(run.settings(), run.states().isEmpty())
                .isWanted(table, run.states().containsKey(table), run.routes());
    }

    /**
     * Tells what an altered source table asks of its target, as the job does; nothing else about its columns can be told
     * before that is done.
     */
    private static boolean isAltered(PrecheckRun run, SourceTable table, MappingInspection inspection) {
        State state = run.states().get(table.name());
        if (state == null || !inspection.target().equals(state.target())) {
            return false;
        }
        ShapeChange change = state.changeTo(table);
        if (change.isNone()) {
            return false;
        }
        String subject = table.name().toString();
        boolean[] isPending = {false};
        boolean isAsked = run.check("columns", subject, Message.NONE, () -> {
            Following following = run.settings().following();
            TargetChange needed =
                    inspection.targetChange(change, following.dropped(), run.source(), run.target(), run.kernel());
            isPending[0] = !needed.isNone();
            TargetChange left = needed.left(following);
            if (!left.isNone()) {
                run.refuse("columns", subject, left.later(), left.refusal(table.name(), change));
                return null;
            }
            return isPending[0]
                    ? Message.of(
                            "the source table was altered ({0}): the job will run {1} on the target",
                            change, needed.text())
                    : null;
        });
        return isPending[0] || !isAsked;
    }

    /** Returns the statements that create a target table; blank if they can't be told. */
    private static String creation(PrecheckRun run, MappingInspection inspection) {
        try {
            return inspection.creation(run.source(), run.target(), run.kernel());
        } catch (Exception e) {
            LOG.debug("cannot tell how to create {}", inspection.target(), e);
            return "";
        }
    }

    private static Message create(PrecheckRun run, SourceTable table, MappingInspection inspection) throws Exception {
        Map<String, String> text = inspection.requireCreatable(run.source(), run.target());
        String subject = table.name().toString();
        if (!table.parents().isEmpty()) {
            run.warn("inheritance", subject, table.inheritanceLost(), Message.NONE, "");
        }
        if (!inspection.notCreated().isBlank()) {
            run.warn("generated columns", subject, inspection.notCreated(), Message.NONE, "");
        }
        text.forEach((column, type) -> run.warn(
                "types",
                subject,
                Message.of("column {0} becomes text, since the target has no type {1}", column, type),
                Message.of("the type, if it matters"),
                ""));
        return Message.of("{0} will be created", inspection.target());
    }

    private static void expressions(PrecheckRun run, SourceTable table, MappingInspection inspection) {
        run.check("expressions", table.name().toString(), Message.NONE, () -> {
            inspection.checkExpressions(run.source(), run.target(), run.kernel());
            if (inspection.evaluates()) {
                run.undo();
            }
            Set<String> lost = inspection.lostWhenMatching();
            if (!lost.isEmpty()) {
                run.warn(
                        "expressions",
                        table.name().toString(),
                        Message.of(
                                "an update that makes a row match `where` and leaves a TOASTed value of {0} unchanged would stop"
                                        + " the job",
                                String.join(", ", lost)),
                        Message.of(
                                "whole rows from the source{0}",
                                table.canBeFull() ? Message.NONE : Message.of(": {0}", table.howToBeFull())),
                        table.fullIdentity());
                return null;
            }
            return inspection.evaluates() ? Message.of("both servers can evaluate them") : null;
        });
    }

    private static void way(PrecheckRun run, String subject, ApplyMethod way, Set<Operation> operations) {
        boolean finds = operations.contains(Operation.UPDATE) || operations.contains(Operation.DELETE);
        List<String> outside = way.outsideKey();
        if (finds && !outside.isEmpty()) {
            run.warn(
                    "distribution",
                    subject,
                    Message.of(
                            "{0} is distributed by {1}, which is not part of the key {2}: rows with the same key may be on"
                                    + " several segments, and no unique index can prevent that",
                            way.target(), String.join(", ", outside), String.join(", ", way.key())),
                    Message.of("a distribution key of key columns only"),
                    way.distributeByKey());
        }
        if (finds && way.isSlow()) {
            run.warn(
                    "way",
                    subject,
                    way.message(),
                    Message.of(
                            "an index on {0}, or each batch with updated or deleted rows scans the whole table",
                            String.join(", ", way.key())),
                    way.indexKey());
        } else {
            run.passed("way", subject, way.message());
        }
    }
}
