package io.adbpg.sync.failure;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** A failure that is known to come from the source or from the target. */
public final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String role;

    /** @param role source or target */
    public Failed(String role, Throwable cause) {
        super(cause.getMessage(), cause);
        this.role = role;
    }

    /** Whether the source failed; otherwise the target did. */
    public boolean isOfSource() {
        return role.equals("source");
    }

    /** Returns the SQLSTATE that the server or the driver reported; blank if no SQL exception is among the causes. */
    public String sqlState() {
        SQLException sql = Causes.find(this, SQLException.class);
        return sql == null || sql.getSQLState() == null ? "" : sql.getSQLState();
    }

    /** Returns what the server said, in one line: its message without detail, hint and context. */
    public String said() {
        PSQLException refused = Causes.find(this, PSQLException.class);
        ServerErrorMessage said = refused == null ? null : refused.getServerErrorMessage();
        return ServerWords.of(said == null ? String.valueOf(getMessage()) : said.getMessage());
    }
}
