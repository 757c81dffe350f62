package io.adbpg.sync.failure;

import java.sql.SQLException;

/** A failure that is known to come from the source or from the target. */
public final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String role;

    /** @param role source or target */
    public Failed(String role, Throwable cause) {
        super(cause.getMessage(), cause);
        this.role = role;
    }

    /** Whether the source failed; else the target did. */
    public boolean isOfSource() {
        return role.equals("source");
    }

    /** The SQLSTATE that the server or the driver gave; blank if the failure is none of SQL. */
    public String sqlState() {
        SQLException sql = Causes.find(this, SQLException.class);
        return sql == null || sql.getSQLState() == null ? "" : sql.getSQLState();
    }
}
