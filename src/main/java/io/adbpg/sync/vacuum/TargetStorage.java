package io.adbpg.sync.vacuum;

import io.adbpg.sync.catalog.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Asks the target what its catalogue says of vacuuming a table. */
final class TargetStorage {
    private static final int MAINTAIN = 170_000;

    private static final String TABLE =
            """
            SELECT c.reltuples::bigint AS rows,
                   current_setting('autovacuum')::boolean AND NOT %s
                     AND NOT COALESCE('autovacuum_enabled=false' = ANY (c.reloptions)
                                      OR 'autovacuum_enabled=off' = ANY (c.reloptions), false) AS by_server,
                   pg_has_role(c.relowner, 'USAGE') OR %s AS allowed,
                   %s AS vacuumed_at
              FROM pg_class c WHERE c.oid = to_regclass(%s)
            """;

    private static final String BY_STATISTICS =
            "(SELECT greatest(s.last_vacuum, s.last_autovacuum) FROM pg_stat_all_tables s WHERE s.relid = c.oid)";

    /** The statistics of a Greenplum kernel's coordinator don't know all kinds of tables. */
    private static final String BY_LAST_OPERATION =
            "(SELECT max(o.statime) FROM pg_stat_last_operation o WHERE o.objid = c.oid AND o.classid = 'pg_class'::regclass"
                    + " AND o.staactionname = 'VACUUM')";

    private final String query;

    /**
     * What the target says of a table.
     *
     * @param rows how many rows it had at its last VACUUM or ANALYZE; 0 if unknown
     * @param isVacuumedByServer whether autovacuum looks after it
     * @param isAllowed whether the job's account may vacuum it
     * @param vacuumedAt when it was last vacuumed, by the target's clock; null if never
     */
    record Look(long rows, boolean isVacuumedByServer, boolean isAllowed, OffsetDateTime vacuumedAt) {
        /** Whether it was vacuumed after a point in time. */
        boolean isVacuumedSince(OffsetDateTime time) {
            return vacuumedAt != null && time != null && vacuumedAt.isAfter(time);
        }
    }

    private TargetStorage(String query) {
        this.query = query;
    }

    /** Prepares questions for the server at the other end of a connection. */
    static TargetStorage at(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet server = statement.executeQuery(
                        "SELECT EXISTS (SELECT 1 FROM pg_settings WHERE name = 'gp_server_version'),"
                                + " current_setting('server_version_num')::int")) {
            server.next();
            boolean greenplum = server.getBoolean(1);
            int version = server.getInt(2);
            return new TargetStorage(TABLE.formatted(
                    greenplum,
                    version >= MAINTAIN ? "has_table_privilege(c.oid, 'MAINTAIN')" : "false",
                    greenplum ? BY_LAST_OPERATION : BY_STATISTICS,
                    // Until 9.5 it takes a C string.
                    version < 90_600 ? "CAST(CAST(? AS text) AS cstring)" : "?"));
        }
    }

    /** Looks at a table; empty if it is not there. */
    Optional<Look> look(Connection connection, TableName table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, table.toSql());
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new Look(
                                Math.max(0, row.getLong(1)),
                                row.getBoolean(2),
                                row.getBoolean(3),
                                row.getObject(4, OffsetDateTime.class)))
                        : Optional.empty();
            }
        }
    }
}
