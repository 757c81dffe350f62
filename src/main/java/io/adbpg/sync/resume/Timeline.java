package io.adbpg.sync.resume;

import io.adbpg.sync.catalog.Abilities;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.settings.Settings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The source's current timeline and the end of its WAL. A promoted standby or a restored server begins a new timeline.
 *
 * @param number counted from 1
 * @param end the position of the next WAL record
 */
record Timeline(int number, long end) {
    private static final String NOW =
            """
            SELECT CAST(pg_current_wal_insert_lsn() AS text) AS lsn, pg_walfile_name(pg_current_wal_insert_lsn()) AS file
             WHERE NOT pg_is_in_recovery()
            """;

    /** A line of a timeline history: an earlier timeline, and where the next one branched off. */
    private static final Pattern EARLIER = Pattern.compile("^\\s*(\\d+)\\s+([0-9A-F]+/[0-9A-F]+)", Pattern.MULTILINE);

    private static final int DIGITS = 8;
    private static final int HEXADECIMAL = 16;

    /**
     * Reads the source's current timeline.
     *
     * @throws Refusal if the source is a standby, which the job waits out, since it may be promoted
     */
    static Timeline now(Database source, Abilities abilities) {
        Map<String, Object> row = source.run(abilities.words(NOW)).stream()
                .findFirst()
                .orElseThrow(() -> Refusal.waiting(
                        "the source is a standby now: waiting for it to be promoted, or for source.host to lead to the"
                                + " primary"));
        int number = Integer.parseUnsignedInt(((String) row.get("file")).substring(0, DIGITS), HEXADECIMAL);
        return new Timeline(number, Lsn.parse((String) row.get("lsn")));
    }

    /**
     * Returns why a position is not on this timeline; null if it is.
     *
     * @param position the target's position
     * @param of the timeline on which the position was read; 0 if unknown
     */
    Refusal mismatch(long position, int of, Settings settings) {
        if (of != 0 && of != number) {
            OptionalLong left = leftAt(of, settings);
            if (left.isEmpty()) {
                return refusal(
                        position,
                        Message.of(
                                "the source, on timeline {0}, does not come from timeline {1} that it was read on",
                                number, of));
            }
            if (position > left.getAsLong()) {
                return refusal(
                        position, Message.of("the source has another history after {0}", Lsn.text(left.getAsLong())));
            }
        }
        return position > end
                ? refusal(position, Message.of("the source's WAL ends before it, at {0}", Lsn.text(end)))
                : null;
    }

    private OptionalLong leftAt(int earlier, Settings settings) {
        if (number == 1) {
            return OptionalLong.empty();
        }
        String history;
        try (Connection connection = settings.source().connectForReplication(settings.job());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("TIMELINE_HISTORY " + number)) {
            result.next();
            history = result.getString("content");
        } catch (SQLException e) {
            throw new Failed("source", e);
        }
        Matcher line = EARLIER.matcher(history);
        while (line.find()) {
            if (Integer.parseInt(line.group(1)) == earlier) {
                return OptionalLong.of(Lsn.parse(line.group(2)));
            }
        }
        return OptionalLong.empty();
    }

    private static Refusal refusal(long position, Message why) {
        return LastTransaction.otherHistory(position, why);
    }
}
