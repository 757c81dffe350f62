package io.adbpg.sync.quarantine;

import io.adbpg.sync.apply.RefusedRow;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.failure.RouteRefusal;
import io.adbpg.sync.failure.ServerWords;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Why the target refuses a row because of the row's data, as opposed to the connection, the table or the account.
 *
 * @param sqlState mostly of class 22 (data exception), 23 (constraint violation) or 54 (limit exceeded); blank if no server refused the row
 * @param message one line
 */
public record DataRefusal(String sqlState, String message) {
    /** Finds the refusal in a failure's causes; null if the failure is not about data. */
    public static DataRefusal find(Throwable failure) {
        Refusal byRoute = RouteRefusal.of(failure);
        if (byRoute != null) {
            return new DataRefusal("", byRoute.getMessage());
        }
        Refusal first = null;
        SQLException last = null;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            first = first == null && t instanceof Refusal refusal ? refusal : first;
            last = t instanceof SQLException sql ? sql : last;
        }
        ServerErrorMessage server = last instanceof PSQLException sql ? sql.getServerErrorMessage() : null;
        if (!RefusedRow.isOf(last)) {
            return null;
        }
        return new DataRefusal(last.getSQLState(), first == null ? message(server) : first.getMessage());
    }

    private static String message(ServerErrorMessage server) {
        String detail = server.getDetail() == null ? "" : " (" + server.getDetail() + ")";
        return ServerWords.of(server.getMessage() + detail).replaceAll("\\R", "⏎");
    }

    /** Whether the refusal may be due to other rows: a referenced row is still missing, or another has the same unique value. */
    public static boolean dependsOnOthers(String sqlState) {
        return sqlState.equals("23503") || sqlState.equals("23505") || sqlState.equals("23P01");
    }
}
