package io.adbpg.sync;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;

/**
 * Says in one line what went wrong, and whether it may pass by itself.
 *
 * @param message for the user: what, where, and the remedy where there is one
 * @param passing whether waiting may help even at the first start
 */
public record Diagnosis(String message, boolean passing) {
    /** A server that is starting or stopping, or has no connection free; a slot or lock that is in use. */
    private static final Set<String> PASSING =
            Set.of("57P01", "57P02", "57P03", "53300", "55006", "55P03", "40001", "40P01", "58M01");

    /** Diagnoses a failure. */
    public static Diagnosis of(Throwable failure, Settings settings) {
        Refusal refusal = find(failure, Refusal.class);
        if (refusal != null) {
            return new Diagnosis(refusal.getMessage(), false);
        }
        DirectConsumerNotAvailableException stopped = find(failure, DirectConsumerNotAvailableException.class);
        if (stopped != null) {
            return new Diagnosis("a table route was stopped in the middle of a batch", true);
        }
        SQLException sql = find(failure, SQLException.class);
        if (sql != null) {
            return ofServer(sql, failure, settings);
        }
        Throwable root = root(failure);
        return new Diagnosis(oneLine(root.getMessage() == null ? root.toString() : root.getMessage()), true);
    }

    private static Diagnosis ofServer(SQLException sql, Throwable failure, Settings settings) {
        String state = sql.getSQLState() == null ? "" : sql.getSQLState();
        Server server = settings == null ? null : server(failure, settings);
        String said = oneLine(sql.getMessage());
        boolean passing = PASSING.contains(state) || isConnectionLoss(sql, state);
        if (server == null) {
            return new Diagnosis(said, passing);
        }
        String prefix = server.role() + ".";
        if (find(sql, UnknownHostException.class) != null) {
            return new Diagnosis("cannot reach " + server + ": unknown host; check " + prefix + "host", false);
        }
        if (find(sql, ConnectException.class) != null) {
            return new Diagnosis(
                    "cannot reach " + server + ": connection refused; check " + prefix + "host and " + prefix
                            + "port, and that the server runs",
                    false);
        }
        return new Diagnosis(server + ": " + said + remedy(state, prefix), passing);
    }

    /** Whether a connection that was there has gone; not: could not be made. */
    private static boolean isConnectionLoss(SQLException sql, String state) {
        return (state.equals("08006") || state.equals("08003")) && find(sql, SSLException.class) == null;
    }

    private static String remedy(String state, String prefix) {
        return switch (state) {
            case "28P01", "28000" ->
                "; check " + prefix + "user and " + prefix + "password, and the server's pg_hba.conf";
            case "3D000" -> "; check " + prefix + "database";
            case "42501" -> "; grant it as section \"Accounts\" of the README says";
            case "55000" -> "; see section \"The source server\" of the README";
            default -> "";
        };
    }

    /** Which end a failure came from, by the marks that {@link Failed} left. */
    private static Server server(Throwable failure, Settings settings) {
        Failed failed = find(failure, Failed.class);
        return failed == null ? null : failed.role.equals("source") ? settings.source() : settings.target();
    }

    /** A failure of which the end is known. */
    public static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String role;

        /** @param role source or target */
        public Failed(String role, Throwable cause) {
            super(cause.getMessage(), cause);
            this.role = role;
        }
    }

    private static <T extends Throwable> T find(Throwable failure, Class<T> type) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return type.cast(t);
            }
        }
        return null;
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null
                && (root instanceof Failed
                        || root instanceof RuntimeCamelException
                        || root instanceof CamelExchangeException
                        || root.getMessage() == null
                        || root.getClass() == IllegalStateException.class)) {
            root = root.getCause();
        }
        return root;
    }

    private static String oneLine(String text) {
        return text == null ? "unknown error" : text.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
