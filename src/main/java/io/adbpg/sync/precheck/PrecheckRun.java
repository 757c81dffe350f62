package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.load.TableStates.State;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.resume.PositionTable.Held;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.Diagnosis;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A precheck under way: what its steps ask, and what they have found out so far. */
public final class PrecheckRun {
    private final Settings settings;
    private final TableRoutes routes;
    private final Database source;
    private final Database target;
    private final Undo undo;
    private final List<Finding> findings = new ArrayList<>();
    private Failed unreachable;
    private SourceTables tables;
    private Kernel kernel;
    private boolean isJobKnown;
    private Held held = Held.NOTHING;
    private Map<TableName, State> states = new TreeMap<>();

    PrecheckRun(Settings settings, TableRoutes routes, Database source, Database target, Undo undo) {
        this.settings = settings;
        this.routes = routes;
        this.source = source;
        this.target = target;
        this.undo = undo;
    }

    /** Takes back what was tried on the target. */
    interface Undo {
        void run() throws SQLException;
    }

    /** Does something for which an answer may be found or a refusal. */
    interface Check {
        /** Gives what was found; null if other findings say it. */
        String run() throws Exception;
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

    /** The captured tables; null if the source could not be asked. */
    SourceTables tables() {
        return tables;
    }

    void tables(SourceTables found) {
        tables = found;
    }

    /** The target's kernel; null if it could not be asked. */
    Kernel kernel() {
        return kernel;
    }

    void kernel(Kernel found) {
        kernel = found;
    }

    /** What the target holds of the job. */
    Held held() {
        return held;
    }

    /** How far each table is. */
    Map<TableName, State> states() {
        return states;
    }

    void job(Held position, Map<TableName, State> found) {
        isJobKnown = true;
        held = position;
        states = found;
    }

    /** Whether the target has told what it holds of the job. */
    boolean isJobKnown() {
        return isJobKnown;
    }

    /** Whether the job has never run. */
    boolean isNew() {
        return isJobKnown && held.equals(Held.NOTHING) && states.isEmpty();
    }

    /** Whether a table's rows are to be copied. */
    boolean isToBeLoaded(TableName table) {
        State state = states.get(table);
        return settings.load().copies() ? state == null || !state.isLoaded() : state != null && !state.isLoaded();
    }

    /** Whether rows of any table are to be copied. */
    boolean isAnyToBeLoaded() {
        return tables != null && tables.all().stream().anyMatch(table -> isToBeLoaded(table.name()));
    }

    /** An end has gone, or has no time: there is no use in asking on. */
    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Interrupted(Throwable cause) {
            super(cause);
        }
    }

    /** Takes note of what has ended the whole precheck. */
    void abort(Throwable failure) {
        boolean isReported = failure instanceof Interrupted;
        Throwable cause = isReported ? failure.getCause() : failure;
        Diagnosis why = Diagnosis.of(cause, settings);
        if (!isReported) {
            fail("precheck", "job", why.message(), "", "");
        }
        if (why.passing() && cause instanceof Failed failed) {
            unreachable = failed;
        }
    }

    /** Takes back what was tried on the target, and what failed there. */
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

    void passed(String check, String subject, String found) {
        findings.add(Finding.passed(check, subject, found));
    }

    void warn(String check, String subject, String found, String needed, String fix) {
        findings.add(Finding.warning(check, subject, found, needed, fix));
    }

    void fail(String check, String subject, String found, String needed, String fix) {
        findings.add(Finding.failed(check, subject, found, needed, fix));
    }

    void refuse(String check, String subject, String needed, Refusal refusal) {
        findings.add(Finding.refused(check, subject, needed, refusal));
    }

    /** Adds what a check finds: its answer, its refusal, or that it could not be done. */
    boolean check(String check, String subject, String needed, Check action) {
        int before = findings.size();
        try {
            String found = action.run();
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
            if (why.passing()) {
                throw new Interrupted(e);
            }
            undo();
        }
        return findings.subList(before, findings.size()).stream()
                .noneMatch(finding -> finding.result() == Finding.Result.FAILED);
    }

    /**
     * Asks an end for the first time.
     *
     * @return whether it answers
     */
    boolean connect(String role, Supplier<String> question) {
        try {
            passed("connection", role, question.get());
            return true;
        } catch (Refusal e) {
            refuse("version", role, "", e);
        } catch (Failed e) {
            unreachable = unreachable == null ? e : unreachable;
            String message = Diagnosis.of(e, settings).message();
            int end = message.indexOf("; check ");
            fail(
                    "connection",
                    role,
                    end < 0 ? message : message.substring(0, end),
                    "a connection",
                    end < 0 ? "" : message.substring(end + 2));
        }
        return false;
    }

    /** Why an end does not answer; null if both do. */
    Failed unreachable() {
        return unreachable;
    }

    /** All findings, those of one subject together, in the order in which they were found. */
    List<Finding> findings() {
        Map<String, List<Finding>> bySubject = new LinkedHashMap<>();
        findings.forEach(finding -> bySubject
                .computeIfAbsent(finding.subject(), subject -> new ArrayList<>())
                .add(finding));
        return bySubject.values().stream().flatMap(List::stream).toList();
    }
}
