package io.adbpg.sync.routes;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.mapping.TableRoutes.TableRoute;
import java.util.Map;
import java.util.function.Predicate;

/** Asks both ends about edited entries, before any route of the job is touched. */
@FunctionalInterface
public interface EntryCheck {
    /**
     * Looks which tables in step could not go on by their edited entries. It changes nothing.
     *
     * @param edited the edited table routes
     * @param isEdited which of them are to be looked at
     * @return why, by table; none if an end can't tell now
     */
    Map<TableName, Refusal> refusals(TableRoutes edited, Predicate<TableRoute> isEdited) throws Exception;
}
