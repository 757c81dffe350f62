package io.adbpg.sync.vacuum;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.vacuum.StoredDeadRows.Estimate;
import io.adbpg.sync.vacuum.TargetStorage.Look;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The target tables that should be vacuumed, as far as a job that may not run has counted their dead rows. */
public final class DueTables {
    /** The job's table is not there, or was made by an earlier version of the program. */
    private static final Set<String> NOT_COUNTED = Set.of("42P01", "42703");

    /** A table with fewer dead rows is read about as fast as without. */
    private static final long MANY = 10_000;
    /** How many of a table's rows may be dead: one in five. */
    private static final int SHARE = 5;

    private DueTables() {}

    /** Returns about how many dead rows each of them has. */
    public static Map<TableName, Long> find(Settings settings) throws SQLException {
        Map<TableName, Long> due = new TreeMap<>();
        try (Connection connection = settings.target().connectToLook(settings.job())) {
            TargetStorage storage = TargetStorage.at(connection);
            for (Map.Entry<TableName, Estimate> entry :
                    new StoredDeadRows(settings.job()).read(connection).entrySet()) {
                Estimate estimate = entry.getValue();
                Optional<Look> look = storage.look(connection, entry.getKey());
                if (look.isPresent()
                        && isDue(estimate.rows(), look.get())
                        && !look.get().isVacuumedSince(estimate.countedAt())) {
                    due.put(entry.getKey(), estimate.rows());
                }
            }
        } catch (SQLException e) {
            if (!NOT_COUNTED.contains(String.valueOf(e.getSQLState()))) {
                throw e;
            }
        }
        return due;
    }

    /** Whether a table may have more dead rows than it should have, so that it is worth a look. */
    static boolean mayBeDue(long dead) {
        return dead >= MANY;
    }

    /** Whether a table has more dead rows than it should have, and the server does not remove them by itself. */
    static boolean isDue(long dead, Look look) {
        return !look.isVacuumedByServer() && dead >= Math.max(MANY, look.rows() / SHARE);
    }
}
