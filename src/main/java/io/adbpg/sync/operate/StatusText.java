package io.adbpg.sync.operate;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.util.json.JsonObject;

/** Lays out the answer of {@code /api/status} for people: a line per fact, then the tables, then the last errors. */
public final class StatusText {
    private static final int MOST_ERRORS = 5;
    private static final int MOST_SCHEMA_CHANGES = 5;
    /** The usual width of a terminal. */
    private static final int WIDTH = 80;

    private static final Duration LONG_DELAY = Duration.ofSeconds(10);
    static final String UNKNOWN = "-";
    private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB", "PB");

    private final JsonObject status;
    private final Instant now;
    private final DateTimeFormatter time;
    private final DateTimeFormatter day;
    private final StringBuilder text = new StringBuilder();

    /** @param zone the time zone to print times in */
    public StatusText(JsonObject status, ZoneId zone) {
        this.status = status;
        this.now = Instant.parse(status.getString("time"));
        this.time = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(zone);
        this.day =
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(zone);
    }

    /** The whole text. */
    public String text() {
        text.setLength(0);
        line("job", string("job") + ", version " + string("version") + ", started at " + time(string("startedAt")));
        line("state", string("state") + since());
        if (!string("reason").isEmpty()) {
            line("reason", string("reason"));
        }
        line("source", string("source") + " by " + string("capture"));
        line("target", string("target"));
        listens();
        line("delay", delay(number("delayMillis")) + ", " + bytes(number("delayBytes")));
        line("changes", rate(status) + ", " + count(number("changes")) + " since the start" + inAll());
        line("position", position());
        line("slot", slot());
        if (status.get("quarantined") != null && status.getLong("quarantined") > 0) {
            line("refused", count(number("quarantined")) + " changes in quarantine, see `quarantine list`");
        }
        routes();
        tables();
        schemaChanges();
        errors();
        return text.toString();
    }

    private void line(String name, String value) {
        text.append(String.format(Locale.ROOT, "%-10s%s%n", name, printable(value)));
    }

    private String since() {
        Instant since = Instant.parse(string("since"));
        return " since " + time(string("since")) + ", " + duration(Duration.between(since, now));
    }

    private void listens() {
        JsonObject listens = object(status, "listens");
        if (listens != null) {
            String management = listens.getString("management");
            line(
                    "listens",
                    Objects.requireNonNullElse(listens.getString("commands"), UNKNOWN)
                            + (management == null ? "" : ", health and metrics at " + management));
        }
    }

    private String position() {
        JsonObject position = object(status, "position");
        if (position == null) {
            return UNKNOWN;
        }
        String committed = position.getString("committedAt");
        String applied = position.getString("appliedAt");
        return position.getString("lsn")
                + (committed == null ? "" : ", committed at " + time(committed))
                + (applied == null ? "" : ", applied at " + time(applied));
    }

    private String slot() {
        JsonObject slot = object(status, "slot");
        if (slot == null) {
            return UNKNOWN;
        }
        String limit = slot.get("limitBytes") == null ? "" : " of " + bytes(slot.getLong("limitBytes"));
        return slot.getString("name") + ", " + (Boolean.TRUE.equals(slot.get("active")) ? "active" : "not active")
                + (slot.get("walStatus") == null ? "" : ", " + slot.getString("walStatus")) + ", retains "
                + bytes(slot.getLong("heldBytes")) + limit + " of WAL";
    }

    private void routes() {
        List<JsonObject> routes = objects("routes");
        if (!routes.isEmpty()) {
            long stopped = routes.stream()
                    .filter(route -> !"started".equals(route.getString("state")))
                    .count();
            line("routes", routes.size() - stopped + " run" + (stopped == 0 ? "" : ", " + stopped + " do not"));
        }
        JsonObject refused = object(status, "refusedRoutes");
        if (refused != null) {
            line(
                    "routes",
                    "the files are not what runs, since " + time(refused.getString("since")) + ": "
                            + refused.getString("reason"));
        }
    }

    private void tables() {
        List<JsonObject> tables = objects("tables");
        if (tables.isEmpty()) {
            return;
        }
        List<String> lines = table(tables, true);
        if (lines.stream().anyMatch(line -> line.length() > WIDTH)) {
            lines = table(tables, false);
        }
        text.append(System.lineSeparator());
        lines.forEach(line -> text.append(line).append(System.lineSeparator()));
        for (JsonObject entry : tables) {
            if (!entry.getString("reason").isEmpty()) {
                text.append(printable(entry.getString("name") + ": " + entry.getString("reason")))
                        .append(System.lineSeparator());
            }
        }
    }

    private List<String> table(List<JsonObject> tables, boolean showsDelay) {
        List<String> numbers = new ArrayList<>(List.of("LOADED", "INSERTED", "UPDATED", "DELETED"));
        if (showsDelay) {
            numbers.add("BEHIND");
        }
        TextTable table = new TextTable(List.of("TABLE", "TARGET", "STATE"), numbers);
        for (JsonObject entry : tables) {
            JsonObject rows = object(entry, "rows");
            JsonObject load = object(entry, "load");
            Stream<String> cells = Stream.of(
                    entry.getString("name"),
                    Objects.requireNonNullElse(entry.getString("target"), UNKNOWN),
                    entry.getString("state") + progress(entry, load),
                    load == null ? UNKNOWN : count(load.getLong("rows")),
                    count(rows.getLong("insert")),
                    count(rows.getLong("update")),
                    count(rows.getLong("delete")));
            Stream<String> behind = showsDelay ? Stream.of(delay(number(entry, "delayMillis"))) : Stream.empty();
            table.add(Stream.concat(cells, behind).map(StatusText::printable).toList());
        }
        return table.lines();
    }

    private void schemaChanges() {
        List<JsonObject> changes = objects("schemaChanges");
        if (changes.isEmpty()) {
            return;
        }
        text.append(System.lineSeparator())
                .append("changes of source tables, newest first")
                .append(System.lineSeparator());
        changes.stream()
                .limit(MOST_SCHEMA_CHANGES)
                .map(change -> time(change.getString("time")) + " " + change.getString("table") + ": "
                        + change.getString("change") + ": " + change.getString("outcome")
                        + (change.getString("detail").isEmpty() ? "" : ": " + change.getString("detail")))
                .forEach(line -> text.append(printable(line)).append(System.lineSeparator()));
    }

    private static String progress(JsonObject table, JsonObject load) {
        if (load == null || !table.getString("state").equals("loading")) {
            return "";
        }
        String left = load.get("secondsLeft") == null ? "" : ", " + load.getLong("secondsLeft") + " s left";
        return " " + Math.round(100 * load.getDouble("share")) + "%" + left;
    }

    private void errors() {
        List<JsonObject> errors = objects("errors");
        if (errors.isEmpty()) {
            return;
        }
        text.append(System.lineSeparator()).append("last errors, newest first").append(System.lineSeparator());
        errors.stream()
                .limit(MOST_ERRORS)
                .map(error -> time(error.getString("time")) + " " + error.getString("place") + ": "
                        + error.getString("message"))
                .forEach(line -> text.append(printable(line)).append(System.lineSeparator()));
    }

    private String string(String name) {
        return status.getString(name);
    }

    private Long number(String name) {
        return number(status, name);
    }

    static Long number(JsonObject json, String name) {
        return json.get(name) == null ? null : json.getLong(name);
    }

    private static JsonObject object(JsonObject json, String name) {
        return (JsonObject) json.get(name);
    }

    private List<JsonObject> objects(String name) {
        List<JsonObject> objects = new ArrayList<>();
        // A job of an earlier version may answer.
        if (status.get(name) != null) {
            status.getCollection(name).forEach(object -> objects.add((JsonObject) object));
        }
        return objects;
    }

    /** The time of day, with the date unless it is today. */
    private String time(String instant) {
        Instant then = Instant.parse(instant);
        String full = day.format(then);
        return full.substring(0, 10).equals(day.format(now).substring(0, 10)) ? time.format(then) : full;
    }

    /** Such as {@code 424.0/s}. */
    static String rate(JsonObject status) {
        return status == null || status.get("changesPerSecond") == null
                ? UNKNOWN
                : String.format(Locale.ROOT, "%,.1f/s", status.getDouble("changesPerSecond"));
    }

    private String inAll() {
        Long all = number("changesInAll");
        return all == null ? "" : ", " + count(all) + " in all";
    }

    /** Such as {@code 30 ms}. */
    static String delay(Long millis) {
        if (millis == null) {
            return UNKNOWN;
        }
        Duration delay = Duration.ofMillis(millis);
        return delay.compareTo(LONG_DELAY) < 0 ? count(millis) + " ms" : duration(delay);
    }

    private static String count(Long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String bytes(Long bytes) {
        if (bytes == null) {
            return UNKNOWN;
        }
        double value = bytes;
        int unit = 0;
        while (Math.abs(value) >= 1000 && unit < UNITS.size() - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS.get(unit));
    }

    static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7200) {
            return seconds / 60 + " min";
        }
        return seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " days";
    }

    /** Replaces control characters: a name may contain some that a terminal would obey. */
    static String printable(String value) {
        return value.replaceAll("\\p{Cntrl}", "?");
    }
}
