package io.adbpg.sync.session;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.load.TablesOutOfStep;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Decides about tables that can't join: a new job refuses to start; otherwise the job goes on and the tables wait. */
final class OpeningRefusals {
    private final TablesOutOfStep loads;
    private final boolean isNew;

    /** @param isNew whether the job has no tables yet */
    OpeningRefusals(TablesOutOfStep loads, boolean isNew) {
        this.loads = loads;
        this.isNew = isNew;
    }

    /**
     * Lets the tables wait.
     *
     * @throws Refusal if the job is refused because of them
     */
    void decide(Map<TableName, Refusal> refusals) {
        Set<Message> messages = new LinkedHashSet<>();
        refusals.forEach((table, refusal) -> {
            if (isNew) {
                messages.add(refusal.message());
            } else {
                loads.postpone(table, refusal);
            }
        });
        if (refusals.size() == 1 && messages.size() == 1) {
            throw refusals.values().iterator().next();
        }
        if (!messages.isEmpty()) {
            throw new Refusal(Message.all(messages));
        }
    }
}
