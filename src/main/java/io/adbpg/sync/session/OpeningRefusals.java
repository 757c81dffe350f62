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
 * Decides about tables that can't join: a new job refuses to start, and an edit of the routes is refused; otherwise the job
 * goes on and the tables wait.
 */
final class OpeningRefusals {
    private final JobStatus status;
    private final TablesOutOfStep loads;
    private final boolean isNew;
    private final boolean isOnTrial;

    /**
     * @param isNew whether the job has no tables yet
     * @param isOnTrial whether this session tries routes that were just edited
     */
    OpeningRefusals(JobStatus status, TablesOutOfStep loads, boolean isNew, boolean isOnTrial) {
        this.status = status;
        this.loads = loads;
        this.isNew = isNew;
        this.isOnTrial = isOnTrial;
    }

    /**
     * Lets the tables wait.
     *
     * @throws Refusal if the job, or the edit, is refused because of them
     */
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
