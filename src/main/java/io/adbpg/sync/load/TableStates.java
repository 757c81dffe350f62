package io.adbpg.sync.load;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.catalog.ShapeChange;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TableShape;
import io.adbpg.sync.failure.Hindrance;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.resume.ControlSchema;
import io.adbpg.sync.status.MessageJson;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.util.json.JsonArray;

/**
 * The states of a job's tables, kept in table {@code adbpg_sync.tables_<job>} on the target and written in the transaction of
 * the rows.
 *
 * <p>All methods work in the calling thread's current transaction.
 */
public final class TableStates {
    private static final String COLUMNS =
            "source_table text PRIMARY KEY, target_table text, phase text, lsn pg_lsn, row_count bigint, byte_count bigint,"
                    + " shape text, previous_shape text, changed_at timestamptz DEFAULT clock_timestamp(), stale text,"
                    + " dead_rows bigint, counted_at timestamptz, lost_key boolean";

    private static final String NAMED = "source_table = ANY (string_to_array(:?names, chr(1)))";

    /** The privileges that the job needs on that table. */
    public static final Set<String> PRIVILEGES = Set.of("SELECT", "INSERT", "UPDATE", "DELETE");

    private final String table;
    private final Database target;

    public TableStates(String job, ProducerTemplate template) {
        this(job, Database.target(template));
    }

    public TableStates(String job, Database target) {
        this.table = "adbpg_sync.tables_" + job;
        this.target = target;
    }

    /** The table's name in the control schema. */
    public String name() {
        return table.substring(table.indexOf('.') + 1);
    }

    /** The phases of a table; {@code JoinedTables} leads it through them. */
    public enum Phase {
        /** Some of its rows may have been copied; the load starts over. */
        BEGUN,
        /** It has all rows as of the load's position, and no later changes. */
        LOADED,
        /** It gets its changes, and they alone are applied, until it has caught up with the others. */
        BEHIND,
        /** It is in step. */
        SYNCED,
        /** It is to be loaded again, while readers see the old rows. */
        RELOAD
    }

    /**
     * The state of a table.
     *
     * @param target the target table that has its rows; null if only its route knows
     * @param lsn the position of its load; 0 if it was not loaded
     * @param shape the shape of the source table that the rows on the target are in line with
     * @param previous the shape before that, in which the stream may still deliver changes; null if there is none
     */
    public record State(TableName target, Phase phase, long lsn, TableShape shape, TableShape previous) {
        /** Whether the target has all its rows, as of some position. */
        public boolean isLoaded() {
            return phase != Phase.BEGUN && phase != Phase.RELOAD;
        }

        /** Whether the rows on the target are those of this table, not of an earlier one of the same name. */
        public boolean isOf(SourceTable table) {
            return shape == null || shape.oid() == table.shape().oid();
        }

        /** What has changed in the source table since the rows on the target were in line with it. */
        public ShapeChange changeTo(SourceTable table) {
            return new ShapeChange(shape, table.shape());
        }

        State in(Phase next) {
            return new State(target, next, lsn, shape, previous);
        }
    }

    /** Reads all states; creates their table if it is missing. */
    public Map<TableName, State> read() {
        ControlSchema schema = new ControlSchema(target);
        schema.require(name(), COLUMNS, PRIVILEGES);
        schema.addColumn(name(), "stale", "text");
        schema.addColumn(name(), "dead_rows", "bigint");
        schema.addColumn(name(), "counted_at", "timestamptz");
        schema.addColumn(name(), LostKeys.COLUMN, "boolean");
        return find();
    }

    /** Reads why rows of tables on the target are known not to be those of the source, until the table is loaded again. */
    public Map<TableName, Message> readStale() {
        Map<TableName, Message> stale = new TreeMap<>();
        target.run("SELECT source_table, stale FROM " + table + " WHERE stale IS NOT NULL")
                .forEach(row -> stale.put(TableName.parse((String) row.get("source_table")), MessageJson.parsed((String)
                        row.get("stale"))));
        return stale;
    }

    LostKeys lostKeys() {
        return new LostKeys(table, target);
    }

    /** Records why rows of a table on the target are not those of the source; a load forgets it. */
    public void noteStale(TableName name, Message why) {
        target.run(
                "UPDATE " + table + " SET stale = :?why WHERE source_table = :?name",
                Map.of("name", name.toString(), "why", MessageJson.text(why)));
    }

    /** Reads all states; their table must exist. */
    public Map<TableName, State> find() {
        Map<TableName, State> states = new TreeMap<>();
        for (Map<String, Object> row : target.run(
                "SELECT source_table, target_table, phase, CAST(lsn AS text) AS lsn, shape, previous_shape FROM "
                        + table)) {
            states.put(
                    TableName.parse((String) row.get("source_table")),
                    new State(
                            row.get("target_table") == null ? null : TableName.parse((String) row.get("target_table")),
                            Phase.valueOf((String) row.get("phase")),
                            row.get("lsn") == null ? 0 : Lsn.parse((String) row.get("lsn")),
                            shape(row.get("shape")),
                            shape(row.get("previous_shape"))));
        }
        return states;
    }

    private static TableShape shape(Object text) {
        return text == null ? null : TableShape.parse((String) text);
    }

    /** Drops the tables that loads have replaced and that are still there. */
    void dropReplaced() {
        TableSwap.dropLeft(target);
    }

    /** Records that a table's rows are about to be committed in parts. */
    public void begin(SourceTable from, TableName into) {
        forget(Set.of(from.name()));
        insert(Phase.BEGUN, 0, new JsonArray(List.of(row(from, into, 0, 0))));
    }

    /**
     * Records that tables are loaded.
     *
     * @param lsn the position of the load
     * @throws Hindrance if the phase of a table is not the one it had when the load was planned, since another process has loaded it
     */
    void markLoaded(Collection<LoadTask> tasks, long lsn) {
        tasks.stream().filter(task -> task.expected() != null).forEach(this::forgetExpected);
        JsonArray rows = new JsonArray();
        tasks.forEach(task -> rows.add(row(
                task.load().table(),
                task.load().targetName(),
                task.progress().rows(),
                task.progress().bytes())));
        insert(Phase.LOADED, lsn, rows);
    }

    private void forgetExpected(LoadTask task) {
        TableName name = task.load().name();
        String delete = "DELETE FROM " + table + " WHERE source_table = :?name AND phase = :?phase RETURNING phase";
        if (target.run(
                        delete,
                        Map.of("name", name.toString(), "phase", task.expected().name()))
                .isEmpty()) {
            throw Hindrance.of("table {0} is not {1} any longer: another process has loaded it", name, task.expected());
        }
    }

    /** Records that tables are in step without having been loaded; from source to target table, which may be null. */
    public void join(Map<SourceTable, TableName> tables) {
        forget(tables.keySet().stream().map(SourceTable::name).toList());
        JsonArray rows = new JsonArray();
        tables.forEach((from, into) -> rows.add(row(from, into, 0, 0)));
        insert(Phase.SYNCED, 0, rows);
    }

    /** Sets the phase of tables. */
    public void setPhase(Collection<TableName> names, Phase phase) {
        if (!names.isEmpty()) {
            target.run(
                    "UPDATE " + table + " SET phase = :?phase, changed_at = clock_timestamp() WHERE " + NAMED,
                    Map.of("names", list(names), "phase", phase.name()));
        }
    }

    /** Records that a table's rows on the target are in line with its new shape. */
    void reshape(TableName name, ShapeChange change) {
        target.run(
                "UPDATE " + table + " SET shape = :?shape, previous_shape = :?previous, changed_at = clock_timestamp()"
                        + " WHERE source_table = :?name",
                Map.of(
                        "name",
                        name.toString(),
                        "shape",
                        change.after().toText(),
                        "previous",
                        change.before().toText()));
    }

    /** Replaces a table's shape; what the stream may still deliver is not concerned. */
    void noteShape(TableName name, TableShape shape) {
        target.run(
                "UPDATE " + table + " SET shape = :?shape, changed_at = clock_timestamp() WHERE source_table = :?name",
                Map.of("name", name.toString(), "shape", shape.toText()));
    }

    /** Forgets tables. */
    public void forget(Collection<TableName> names) {
        if (!names.isEmpty()) {
            target.run("DELETE FROM " + table + " WHERE " + NAMED, Map.of("names", list(names)));
        }
    }

    private static String list(Collection<TableName> names) {
        return names.stream().map(TableName::toString).collect(Collectors.joining("\u0001"));
    }

    private static JsonArray row(SourceTable from, TableName into, long rows, long bytes) {
        return new JsonArray(Arrays.asList(
                from.name().toString(),
                into == null ? null : into.toString(),
                rows,
                bytes,
                from.shape().toText()));
    }

    private void insert(Phase phase, long lsn, JsonArray rows) {
        target.run(
                "INSERT INTO " + table + " (source_table, target_table, phase, lsn, row_count, byte_count, shape)"
                        + " SELECT w->>0, w->>1, :?phase, CAST(:?lsn AS pg_lsn),"
                        + " CAST(w->>2 AS bigint), CAST(w->>3 AS bigint), w->>4"
                        + " FROM json_array_elements(CAST(:?rows AS json)) AS w",
                Map.of("phase", phase.name(), "lsn", Lsn.text(lsn), "rows", rows.toJson()));
    }
}
