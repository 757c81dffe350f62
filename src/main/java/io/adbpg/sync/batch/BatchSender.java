package io.adbpg.sync.batch;

import io.adbpg.sync.fold.Batch;
import io.adbpg.sync.mapping.TableRoutes;

/** Sends a batch through the routes. */
@FunctionalInterface
public interface BatchSender {
    /**
     * Sends it as one exchange; returns when the routes have applied it, and committed it if it is complete.
     *
     * @throws Exception what a step of the routes failed with
     */
    void send(TableRoutes routes, Batch batch) throws Exception;
}
