package io.adbpg.sync.session;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.load.TablesOutOfStep;
import io.adbpg.sync.status.JobStatus;
import io.adbpg.sync.status.TableStatus;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What becomes of tables that can't join: a new job refuses to begin, and edited routes are refused; a job that is under
 * way lets the tables wait.
 */
final class OpeningRefusals {
    private final JobStatus status;
    private final TablesOutOfStep loads;
    private final boolean isNew;
    private final boolean isOnTrial;

    /**
     * @param isNew whether the job has no tables yet
     * @param isOnTrial whether the routes were edited just now
     */
    OpeningRefusals(JobStatus status, TablesOutOfStep loads, boolean isNew, boolean isOnTrial) {
        this.status = status;
        this.loads = loads;
        this.isNew = isNew;
        this.isOnTrial = isOnTrial;
    }

    /** @throws Refusal if the job, or the edit, is refused for them */
    void decide(Map<TableName, Refusal> refusals) {
        Set<String> messages = new LinkedHashSet<>();
        refusals.forEach((table, refusal) -> {
            if (isNew || (isOnTrial && !wasWaiting(table))) {
                messages.add(refusal.getMessage());
            } else {
                loads.postpone(table, refusal);
            }
        });
        if (refusals.size() == 1 && messages.size() == 1) {
            throw refusals.values().iterator().next();
        }
        if (!messages.isEmpty()) {
            throw new Refusal(String.join("; ", messages));
        }
    }

    private boolean wasWaiting(TableName table) {
        TableStatus before = status.tables().get(table);
        return before != null && before.state() == TableStatus.State.WAITING;
    }
}
