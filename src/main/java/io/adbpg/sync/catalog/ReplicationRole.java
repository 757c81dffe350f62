package io.adbpg.sync.catalog;

import io.adbpg.sync.failure.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** What the sessions that write to the target are for it: the values of {@code target.replication-role}. */
public enum ReplicationRole {
    /** Sessions like any other: triggers fire, and foreign keys are checked. */
    ORIGIN,
    /**
     * Those that bring what another server has checked: no foreign key is checked, and of the triggers only those that are
     * enabled as REPLICA or ALWAYS fire.
     */
    REPLICA;

    private static final String PERMISSION_DENIED = "42501";

    /** Returns the word that the setting and the server use. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Makes a session what it is to be, for the rest of its life.
     *
     * @throws Refusal if the account may not
     */
    public void set(Connection connection) throws SQLException {
        if (this == ORIGIN) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role TO " + word());
        } catch (SQLException e) {
            if (!PERMISSION_DENIED.equals(e.getSQLState())) {
                throw e;
            }
            throw refusal(connection.getMetaData().getUserName());
        }
    }

    private static Refusal refusal(String account) {
        String fix = "GRANT SET ON PARAMETER session_replication_role TO " + TableName.readable(account);
        return Refusal.of(
                        "target account {0} may not set session_replication_role, as target.replication-role=replica"
                                + " asks: let a superuser run {1}, which takes PostgreSQL 15 or later, or set"
                                + " target.replication-role=origin",
                        account, fix)
                .withFix(fix);
    }

    /** Returns the letters by which {@code pg_trigger.tgenabled} says that a trigger fires in such a session. */
    public String firing() {
        return this == REPLICA ? "R,A" : "O,A";
    }
}
