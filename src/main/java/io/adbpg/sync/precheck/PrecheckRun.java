package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Causes;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.load.TableStates.State;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.resume.PositionTable.StoredPosition;
import io.adbpg.sync.resume.PublicationVersion;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.Diagnosis;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A precheck under way, the body of route {@code precheck}: what its checks work with, and their findings so far. */
public final class PrecheckRun {
    private final Settings settings;
    private final TableRoutes routes;
    private final Set<TableName> reloaded;
    private final Database source;
    private final Database target;
    private final Undo undo;
    private final List<Finding> findings = new ArrayList<>();
    private Failed unreachable;
    private SourceTables tables;
    private Kernel kernel;
    private boolean isJobKnown;
    private StoredPosition held = StoredPosition.NOTHING;
    private Map<TableName, State> states = new TreeMap<>();
    private List<PublicationVersion> remembered = List.of();

    /** @param reloaded tables that are in step and are to be loaded again */
    PrecheckRun(
            Settings settings,
            TableRoutes routes,
            Set<TableName> reloaded,
            Database source,
            Database target,
            Undo undo) {
        this.settings = settings;
        this.routes = routes;
        this.reloaded = reloaded;
        this.source = source;
        this.target = target;
        this.undo = undo;
    }

    /** Rolls back what a check tried on the target. */
    interface Undo {
        void run() throws SQLException;
    }

    /** What a check does. */
    interface Check {
        /**
         * Checks.
         *
         * @return what was found, for a finding that passes; null if the check has added its findings itself
         * @throws Refusal if the job would refuse to start
         */
        Message run() throws Exception;
    }

    Settings settings() {
        return settings;
    }

    TableRoutes routes() {
        return routes;
    }

    Database source() {
        return source;
    }

    Database target() {
        return target;
    }

    /** The captured tables; null if the source did not answer. */
    SourceTables tables() {
        return tables;
    }

    void tables(SourceTables found) {
        tables = found;
    }

    /** The target's kernel; null if the target did not answer. */
    Kernel kernel() {
        return kernel;
    }

    void kernel(Kernel found) {
        kernel = found;
    }

    /** The position that the target holds. */
    StoredPosition held() {
        return held;
    }

    /** The states of the tables. */
    Map<TableName, State> states() {
        return states;
    }

    /** The versions of the publication that are the job's own; none if it has not written any. */
    List<PublicationVersion> remembered() {
        return remembered;
    }

    void job(StoredPosition position, Map<TableName, State> found, List<PublicationVersion> versions) {
        remembered = versions;
        isJobKnown = true;
        held = position;
        states = found;
    }

    /** Whether position and table states could be read. */
    boolean isJobKnown() {
        return isJobKnown;
    }

    /** Whether the job has never run. */
    boolean isNew() {
        return isJobKnown && held.equals(StoredPosition.NOTHING) && states.isEmpty();
    }

    /** Whether a table is to be loaded. */
    boolean isToBeLoaded(TableName table) {
        if (reloaded.contains(table)) {
            return true;
        }
        State state = states.get(table);
        return settings.load().copies() ? state == null || !state.isLoaded() : state != null && !state.isLoaded();
    }

    /** Whether any table is to be loaded. */
    boolean isAnyToBeLoaded() {
        return tables != null && tables.all().stream().anyMatch(table -> isToBeLoaded(table.name()));
    }

    /** Ends the precheck because an end is lost or does not answer in time. */
    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Interrupted(Throwable cause) {
            super(cause);
        }
    }

    /** Records the failure that ended the precheck early. */
    void abort(Throwable failure) {
        boolean isReported = failure instanceof Interrupted;
        Throwable cause = isReported ? failure.getCause() : failure;
        Diagnosis why = Diagnosis.of(cause, settings);
        if (!isReported) {
            findings.add(new Finding(
                    "precheck",
                    "job",
                    Finding.Result.FAILED,
                    why.message(),
                    Message.NONE,
                    Message.NONE,
                    why.refusal()));
        }
        if (why.isTransient() && cause instanceof Failed failed) {
            unreachable = failed;
        }
    }

    /** Rolls back what was tried on the target, and what failed there. */
    void undo() {
        if (kernel == null) {
            return;
        }
        try {
            undo.run();
        } catch (SQLException e) {
            throw new Failed("target", e);
        }
    }

    void passed(String check, String subject, Message found) {
        findings.add(Finding.passed(check, subject, found));
    }

    void warn(String check, String subject, Message found, Message needed, Message fix) {
        findings.add(new Finding(check, subject, Finding.Result.WARNING, found, needed, fix, null));
    }

    void warn(String check, String subject, Message found, Message needed, String fix) {
        findings.add(Finding.warning(check, subject, found, needed, fix));
    }

    void fail(String check, String subject, Message found, Message needed, String fix) {
        findings.add(Finding.failed(check, subject, found, needed, Message.verbatim(fix)));
    }

    void refuse(String check, String subject, Message needed, Refusal refusal) {
        findings.add(Finding.refused(check, subject, needed, refusal));
    }

    /**
     * Runs a check, and adds its finding: what it returns, its refusal, or its failure.
     *
     * @return whether it added no finding that failed
     */
    boolean check(String check, String subject, Message needed, Check action) {
        int before = findings.size();
        try {
            Message found = action.run();
            if (found != null) {
                passed(check, subject, found);
            }
        } catch (Interrupted e) {
            throw e;
        } catch (Refusal e) {
            refuse(check, subject, needed, e);
            undo();
        } catch (Exception e) {
            Diagnosis why = Diagnosis.of(e, settings);
            fail(check, subject, why.message(), needed, "");
            if (why.isTransient()) {
                throw new Interrupted(e);
            }
            undo();
        }
        return findings.subList(before, findings.size()).stream()
                .noneMatch(finding -> finding.result() == Finding.Result.FAILED);
    }

    /**
     * Connects to an end.
     *
     * @param question asks the end who and what it is
     * @return whether it answers
     */
    boolean connect(String role, Supplier<Message> question) {
        try {
            passed("connection", role, question.get());
            return true;
        } catch (Refusal e) {
            refuse("version", role, Message.NONE, e);
        } catch (Failed e) {
            Refusal refusal = Causes.find(e, Refusal.class);
            if (refusal != null && !refusal.fix().isBlank()) {
                refuse("connection", role, Message.NONE, refusal);
                return false;
            }
            unreachable = unreachable == null ? e : unreachable;
            Message message = Diagnosis.of(e, settings).message();
            int end = message.toString().indexOf("; check ");
            List<Message> parts = end < 0 ? List.of(message, Message.NONE) : message.split(end, end + "; ".length());
            findings.add(Finding.failed("connection", role, parts.get(0), Message.of("a connection"), parts.get(1)));
        }
        return false;
    }

    /** The failure of an end that does not answer; null if both do. */
    Failed unreachable() {
        return unreachable;
    }

    /** All findings, those of one subject together, in the order of the checks. */
    List<Finding> findings() {
        Map<String, List<Finding>> bySubject = new LinkedHashMap<>();
        findings.forEach(finding -> bySubject
                .computeIfAbsent(finding.subject(), subject -> new ArrayList<>())
                .add(finding));
        return bySubject.values().stream().flatMap(List::stream).toList();
    }
}
