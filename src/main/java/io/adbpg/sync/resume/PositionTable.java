package io.adbpg.sync.resume;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Hindrance;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/**
 * The table {@code adbpg_sync.position_<job>} on the target; its only row is the job's position.
 *
 * <p>Each job has its own table: on a Greenplum kernel, jobs that update the same table would block each other.
 */
public final class PositionTable {
    /** The privileges that the job needs on the table. */
    public static final Set<String> PRIVILEGES = Set.of("SELECT", "INSERT", "UPDATE");

    private static final String POSITION = "lsn = CAST(:#lsn AS pg_lsn), timeline = CAST(:#timeline AS int),"
            + " last_lsn = CAST(:#last AS pg_lsn), last_committed_at = CAST(:#lastTime AS timestamptz),"
            + " last_until = CAST(:#lsn AS pg_lsn), complete_until = CAST(:#completeUntil AS timestamptz), changes = CAST(:#changes AS bigint)";

    private static final String SEGMENTS =
            "SELECT 1 FROM pg_attribute WHERE attrelid = CAST(:?table AS regclass) AND attname = 'gp_segment_id'";

    /** Columns that came later, with their types. */
    private static final Map<String, String> ADDED = Map.ofEntries(
            Map.entry("timeline", "int"),
            Map.entry("last_lsn", "pg_lsn"),
            Map.entry("last_committed_at", "timestamptz"),
            Map.entry("last_until", "pg_lsn"),
            Map.entry("complete_until", "timestamptz"),
            Map.entry("changes", "bigint"));

    private final String job;
    private final String name;
    private final ProducerTemplate template;
    private boolean isComplete;
    private boolean hasSegments;
    private Place place;

    /**
     * Where the row's version is that counts. As long as somebody has an old snapshot on the target, each update would walk over
     * all versions since then to find it.
     *
     * @param tuple as {@code ctid} prints it
     * @param segment of a Greenplum kernel; null on others
     */
    private record Place(String tuple, Object segment) {
        private static Place of(Map<String, Object> row) {
            return new Place((String) row.get("place"), row.get("segment"));
        }

        private String condition() {
            return " AND ctid = CAST(:#place AS tid)" + (segment == null ? "" : " AND gp_segment_id = " + segment);
        }
    }

    /** What the target knows about the job. */
    public enum State {
        /** Nothing: the job has never run. */
        ABSENT,
        /** The job was about to create its slot. */
        STARTED,
        /** The position. */
        KNOWN
    }

    /**
     * What the target stores about a job.
     *
     * @param lsn the position; 0 unless the state is {@link State#KNOWN}
     * @param ahead the position of the tables that are ahead of it; 0 if there are none
     * @param timeline the source's timeline when the position was written; 0 if unknown
     * @param last the last transaction before the position, or before that of the tables that are ahead
     * @param completeUntil a time by the source's clock up to which the target holds all that was committed there; null if
     *     unknown
     * @param changes how many changes of the source were applied since the job began
     */
    public record StoredPosition(
            State state,
            long lsn,
            long ahead,
            int timeline,
            LastTransaction last,
            Instant completeUntil,
            long changes) {
        /** For a job that has never run. */
        public static final StoredPosition NOTHING =
                new StoredPosition(State.ABSENT, 0, 0, 0, LastTransaction.UNKNOWN, null, 0);
    }

    PositionTable(String job, ProducerTemplate template) {
        this.job = job;
        this.name = nameOf(job);
        this.template = template;
    }

    /** The table's name. */
    public static TableName table(String job) {
        return new TableName("adbpg_sync", "position_" + job);
    }

    private static String nameOf(String job) {
        return "adbpg_sync.position_" + job;
    }

    /** Creates the table if it is missing. */
    void require() throws Exception {
        ControlSchema schema = new ControlSchema(database());
        schema.require(
                "position_" + job,
                "job text PRIMARY KEY, lsn pg_lsn, ahead_lsn pg_lsn, committed_at timestamptz, applied_at"
                        + " timestamptz, timeline int, last_lsn pg_lsn, last_committed_at timestamptz, last_until pg_lsn,"
                        + " complete_until timestamptz, changes bigint",
                PRIVILEGES);
        if (!isComplete) {
            ADDED.forEach((column, type) -> schema.addColumn("position_" + job, column, type));
            hasSegments = !database().run(SEGMENTS, Map.of("table", name)).isEmpty();
            isComplete = true;
        }
    }

    StoredPosition stored() {
        List<Map<String, Object>> rows = database().run("SELECT " + place() + " FROM " + name);
        place = rows.isEmpty() ? null : Place.of(rows.get(0));
        return find(job, database());
    }

    private String place() {
        return "CAST(ctid AS text) AS place, " + (hasSegments ? "gp_segment_id" : "NULL") + " AS segment";
    }

    /** Returns what the target stores about a job, whose table must exist. */
    public static StoredPosition find(String job, Database target) {
        List<Map<String, Object>> rows =
                target.run("SELECT CAST(lsn AS text) AS lsn, CAST(ahead_lsn AS text) AS ahead_lsn,"
                        + " row_to_json(p)->>'timeline' AS timeline, row_to_json(p)->>'last_lsn' AS last_lsn,"
                        + " row_to_json(p)->>'last_until' AS last_until,"
                        + " CAST(EXTRACT(epoch FROM CAST(row_to_json(p)->>'last_committed_at' AS timestamptz)) * 1000000"
                        + " AS bigint) AS last_micros,"
                        + " CAST(EXTRACT(epoch FROM CAST(row_to_json(p)->>'complete_until' AS timestamptz)) * 1000000"
                        + " AS bigint) AS until_micros, row_to_json(p)->>'changes' AS changes FROM " + nameOf(job)
                        + " AS p");
        Map<String, Object> row = rows.isEmpty() ? Map.of() : rows.get(0);
        boolean known = row.get("lsn") != null;
        return new StoredPosition(
                rows.isEmpty() ? State.ABSENT : known ? State.KNOWN : State.STARTED,
                known ? Lsn.parse((String) row.get("lsn")) : 0,
                row.get("ahead_lsn") == null ? 0 : Lsn.parse((String) row.get("ahead_lsn")),
                row.get("timeline") == null ? 0 : Integer.parseInt((String) row.get("timeline")),
                last(row),
                instant((Long) row.get("until_micros")),
                row.get("changes") == null ? 0 : Long.parseLong((String) row.get("changes")));
    }

    private static Instant instant(Long micros) {
        return micros == null ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** Unknown where an earlier version of the program has moved the position, which left the last transaction as it was. */
    private static LastTransaction last(Map<String, Object> row) {
        String lsn = (String) row.get("last_lsn");
        if (lsn == null || !Objects.equals(row.get("last_until"), row.get("lsn"))) {
            return LastTransaction.UNKNOWN;
        }
        return new LastTransaction(Lsn.parse(lsn), instant((Long) row.get("last_micros")));
    }

    /** Inserts the row, without a position. */
    void begin() {
        database().run("INSERT INTO " + name + " (job) VALUES (:?job)", Map.of("job", job));
    }

    /**
     * Moves the position on.
     *
     * @param expected the position that must be there
     * @param time when the newest transaction before it was committed on the source; may be null
     * @param completeUntil see {@link StoredPosition}
     * @param changes see {@link StoredPosition}
     */
    void write(
            long lsn,
            long expected,
            int timeline,
            LastTransaction last,
            Instant time,
            Instant completeUntil,
            long changes)
            throws Exception {
        update(
                "SET committed_at = CAST(:#committedAt AS timestamptz), applied_at = clock_timestamp(), {position}"
                        + " WHERE COALESCE(lsn, '0/0') = CAST(:#expected AS pg_lsn)",
                lsn,
                expected,
                timeline,
                last,
                completeUntil,
                changes,
                Map.of("committedAt", Optional.ofNullable(time).map(Instant::toString)));
    }

    /**
     * Sets the position of the tables that are behind and that of the tables that are ahead.
     *
     * @param expected the position that must be there
     * @param ahead the position of the tables that are ahead; 0 if there are none
     * @param completeUntil see {@link StoredPosition}
     * @param changes see {@link StoredPosition}
     */
    void split(
            long lsn,
            long expected,
            int timeline,
            LastTransaction last,
            long ahead,
            Instant completeUntil,
            long changes)
            throws Exception {
        update(
                "SET ahead_lsn = CAST(:#ahead AS pg_lsn), {position} WHERE lsn = CAST(:#expected AS pg_lsn)",
                lsn,
                expected,
                timeline,
                last,
                completeUntil,
                changes,
                Map.of("ahead", Optional.of(Lsn.text(ahead)).filter(text -> ahead > 0)));
    }

    private void update(
            String assignments,
            long lsn,
            long expected,
            int timeline,
            LastTransaction last,
            Instant completeUntil,
            long changes,
            Map<String, Optional<String>> values)
            throws Exception {
        String sql = "sql:UPDATE " + name + " " + assignments.replace("{position}", POSITION)
                + (place == null ? "" : place.condition()) + " RETURNING " + place()
                + "?dataSource=#target&parametersCount=" + (place == null ? 9 : 10);
        Exchange exchange = template.request(sql, request -> {
            request.getMessage().setHeader("lsn", Lsn.text(lsn));
            request.getMessage().setHeader("expected", Lsn.text(expected));
            request.getMessage().setHeader("timeline", timeline);
            request.getMessage().setHeader("last", last.lsn() == 0 ? null : Lsn.text(last.lsn()));
            request.getMessage()
                    .setHeader(
                            "lastTime", last.time() == null ? null : last.time().toString());
            request.getMessage().setHeader("place", place == null ? null : place.tuple());
            request.getMessage().setHeader("completeUntil", completeUntil == null ? null : completeUntil.toString());
            request.getMessage().setHeader("changes", changes);
            values.forEach((header, value) -> request.getMessage().setHeader(header, value.orElse(null)));
        });
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        @SuppressWarnings("unchecked")
        List<Map<String, Object>> moved = exchange.getMessage().getBody(List.class);
        // A killed predecessor's commit may still arrive after the position was read.
        if (moved.size() != 1) {
            throw Hindrance.of(
                    "position of job {0} on the target is not {1} any more: another process of the job has written it",
                    job, Lsn.text(expected));
        }
        place = Place.of(moved.get(0));
    }

    private Database database() {
        return Database.target(template);
    }
}
