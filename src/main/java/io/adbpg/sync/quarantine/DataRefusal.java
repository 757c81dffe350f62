package io.adbpg.sync.quarantine;

import io.adbpg.sync.apply.LostValues;
import io.adbpg.sync.failure.Refusal;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Why the target refuses a row for what it holds; not: for what is wrong with the connection, the table or the account.
 *
 * @param sqlState of class 22 (a value) or 23 (a constraint); blank if it was not a server that refused
 * @param message one line
 */
public record DataRefusal(String sqlState, String message) {
    /** What a failure says of the data; null if it was about something else. */
    public static DataRefusal find(Throwable failure) {
        Refusal told = null;
        SQLException said = null;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof LostValues lost) {
                return new DataRefusal("", lost.getMessage());
            }
            told = told == null && t instanceof Refusal refusal ? refusal : told;
            said = t instanceof SQLException sql ? sql : said;
        }
        ServerErrorMessage server = said instanceof PSQLException sql ? sql.getServerErrorMessage() : null;
        String state = said == null || said.getSQLState() == null ? "" : said.getSQLState();
        if (server == null || !state.matches("2[23].*")) {
            return null;
        }
        return new DataRefusal(state, told == null ? message(server) : told.getMessage());
    }

    private static String message(ServerErrorMessage server) {
        String detail = server.getDetail() == null ? "" : " (" + server.getDetail() + ")";
        return (server.getMessage() + detail).replaceAll("\\R", "⏎");
    }

    /** Whether it may be for other rows that the target refuses it: one that is missing yet, or has the same value. */
    public static boolean dependsOnOthers(String sqlState) {
        return sqlState.equals("23503") || sqlState.equals("23505") || sqlState.equals("23P01");
    }
}
