package io.adbpg.sync.catalog;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Row-level security, which hides rows from accounts: in silence, unless the session asks for a failure instead. Every
 * session that reads or writes rows of tables must.
 */
public final class RowSecurity {
    private static final int MAJOR = 9;
    private static final int MINOR = 5;

    private RowSecurity() {}

    /** Makes statements fail that would not see all rows. Servers before 9.5 have no row-level security. */
    public static void refuse(Connection connection) throws SQLException {
        DatabaseMetaData server = connection.getMetaData();
        int major = server.getDatabaseMajorVersion();
        if (major > MAJOR || (major == MAJOR && server.getDatabaseMinorVersion() >= MINOR)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET row_security TO off");
            }
        }
    }
}
