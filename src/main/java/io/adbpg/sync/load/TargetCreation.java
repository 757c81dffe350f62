package io.adbpg.sync.load;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.mapping.TableRoutes.TableRoute;
import io.adbpg.sync.settings.Settings;

/**
 * Which target tables the job creates if they are missing: all, if the settings say so; if it follows schema changes, also those of
 * tables that were created on the source since the job began, where an entry stands for their schema.
 *
 * @param isOfAll whether all are
 * @param isOfNew whether those of new tables are
 */
public record TargetCreation(boolean isOfAll, boolean isOfNew) {
    /**
     * Returns what the settings say.
     *
     * @param isNew whether the job has no tables yet
     */
    public static TargetCreation of(Settings settings, boolean isNew) {
        return new TargetCreation(
                settings.load().createsTables(), settings.following().isFull() && !isNew);
    }

    /**
     * Whether the target of a table is created if it is missing.
     *
     * @param isKnown whether the job has had the source table before: what somebody has dropped on the target stays so
     */
    public boolean isWanted(TableName source, boolean isKnown, TableRoutes routes) {
        return isOfAll || (isOfNew && !isKnown && isForSchema(routes.of(source)));
    }

    private static boolean isForSchema(TableRoute route) {
        return route != null
                && route.mapping() != null
                && TableName.parse(route.mapping().source()).isWildcard();
    }
}
