package io.adbpg.sync.settings;

import io.adbpg.sync.catalog.ReplicationRole;
import io.adbpg.sync.fold.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * All settings, each declared once: what the job reads, what {@code application.properties} and the documentation say, and
 * which keys are known follows from here.
 */
public final class DeclaredSettings {
    /** The job's name. */
    public static final Setting<String> JOB = Setting.required(
            "sync.job",
            Kind.matching(
                    Pattern.compile("[a-z0-9_]{1,40}"), "1 to 40 of a-z, 0-9 and _, since it is part of a slot's name"),
            "shop",
            "Name of the job: 1 to 40 of a-z, 0-9 and _. Slot and publication on the source are named"
                    + " `adbpg_sync_<job>`.");

    static final ServerSettings SOURCE = new ServerSettings("source");

    static final Setting<Capture> CAPTURE = Setting.of(
            "source.capture",
            Kind.constant(Capture.class, Capture::word),
            "debezium",
            "What reads the changes: `debezium` (Debezium's engine), `pgoutput` (PostgreSQL's own"
                    + " protocol, at a fraction of the CPU) or `test_decoding` (the text of that plug-in, the only one"
                    + " before PostgreSQL 10: taken by itself there). The first two use the same slot, publication and"
                    + " position, so a stopped job can switch between them.");

    static final Setting<Boolean> SLOT_FAILOVER = Setting.of(
            "source.slot-failover",
            Kind.flag(),
            "false",
            "Whether the job's slot is a failover slot, so that a standby that takes the source's place"
                    + " has it too. Takes PostgreSQL 17 or later.");

    static final ServerSettings TARGET = new ServerSettings("target");

    static final Setting<ReplicationRole> REPLICATION_ROLE = Setting.of(
            "target.replication-role",
            Kind.constant(ReplicationRole.class),
            "origin",
            "What the job's sessions are for the target: `origin` for sessions like any other; with"
                    + " `replica`, as native replication applies changes, no foreign key is checked, and only triggers"
                    + " fire that are enabled as REPLICA or ALWAYS. Takes a superuser, or from PostgreSQL 15 on"
                    + " SET on the parameter `session_replication_role`.");

    static final Setting<String> INITIAL_LOAD = Setting.of(
            "sync.initial-load",
            Kind.word(List.of("copy", "none")),
            "copy",
            "What happens to the rows that a table has when it joins the job: `copy` copies them; with"
                    + " `none` only changes from then on arrive.");

    static final Setting<Long> INITIAL_LOAD_THREADS = Setting.of(
            "sync.initial-load-threads",
            Kind.number(1, 64),
            "2",
            "How many tables, or parts of a large table, are copied at once: 1 to 64.");

    static final Setting<String> EXISTING_DATA = Setting.of(
            "sync.existing-data",
            Kind.word(List.of("stop", "truncate", "keep")),
            "stop",
            "What happens to rows that the target table already has when a table is loaded: `stop`"
                    + " loads nothing, `truncate` deletes them, `keep` keeps them, and the source's rows win where"
                    + " keys are equal.");

    static final Setting<Boolean> CREATE_TABLES = Setting.of(
            "sync.create-tables",
            Kind.flag(),
            "false",
            "Whether missing target tables are created, with their schema, key and distribution.");

    static final Setting<Set<Operation>> OPERATIONS = Setting.of(
            "sync.operations",
            Kind.parsed("a list of insert, update, delete, truncate", Operation::parseList),
            "insert,update,delete",
            "Which of `insert`, `update`, `delete`, `truncate` reach the target, unless a table's entry"
                    + " says otherwise.");

    static final Setting<Following.Extent> SCHEMA_CHANGES = Setting.of(
            "sync.schema-changes",
            Kind.constant(Following.Extent.class),
            "wait",
            "What happens when a captured table of the source is altered: with `wait` the job says"
                    + " which ALTER TABLE the target needs, and goes on once somebody has run it there; with `follow` it runs"
                    + " that itself, and waits for what the target refuses; `add-columns` adds new columns, and waits for"
                    + " everything else.");

    static final Setting<Following.Dropped> DROPPED_COLUMNS = Setting.of(
            "sync.dropped-columns",
            Kind.constant(Following.Dropped.class),
            "keep",
            "What becomes of a column of the target that is dropped at the source: `keep` keeps it, with the values of old"
                    + " rows and none in new ones; with `drop` it is dropped there too, in the way that"
                    + " `sync.schema-changes` says.");

    static final Setting<String> ON_ERROR = Setting.of(
            "sync.on-error",
            Kind.word(List.of("stop", "quarantine")),
            "stop",
            "What happens to a change that the target refuses for its data, such as a value out of"
                    + " range or a violated constraint: with `stop` the job waits there and names the row;"
                    + " `quarantine` puts the change, and all later changes of its row, into"
                    + " `adbpg_sync.quarantine_<job>` on the target, and the job goes on.");

    static final Setting<Long> QUARANTINE_MAX_CHANGES = Setting.of(
            "sync.quarantine-max-changes",
            Kind.number(1, 1_000_000),
            "10000",
            "How many changes may be in quarantine, 1 to 1,000,000: with more the job waits.");

    static final Setting<OptionalLong> BATCH_MAX_ROWS = Setting.of(
            "sync.batch-max-rows",
            Kind.numberOrBlank(1, 10_000_000),
            "",
            "The most changes that are folded before they are applied. A larger transaction is applied"
                    + " in pieces and committed as a whole. Blank: 50,000, and up to eight times as many while the job is"
                    + " behind, as far as the heap allows.");

    static final Setting<OptionalLong> BATCH_MAX_BYTES = Setting.of(
            "sync.batch-max-bytes",
            Kind.numberOrBlank(1 << 16, 1L << 40),
            "",
            "About the most memory, in bytes, that the changes of a batch may take: 65,536 or more. Blank: 16,777,216, and"
                    + " up to eight times as much while the job is behind, but no more than a sixteenth of the heap.");

    static final Setting<Settings.Vacuum> VACUUM = Setting.of(
            "sync.vacuum",
            Kind.constant(Settings.Vacuum.class),
            "advise",
            "What happens when a target table has many dead rows and the target has no autovacuum for it, as on"
                    + " Greenplum kernels: with `advise` the job says so; `on` vacuums the table, on a connection of"
                    + " its own that gives way to others; `off` does not look.");

    static final Setting<Boolean> STANDBY = Setting.of(
            "sync.standby",
            Kind.flag(),
            "false",
            "Whether several copies of the job may be started, on one machine or more: one runs, the others stand by, and one of them"
                    + " takes over when it is gone, is frozen, or can't reach the source or the target.");

    static final Setting<Boolean> CAMEL_CLI = Setting.of(
            "sync.camel-cli",
            Kind.flag(),
            "false",
            "Whether Camel's own command, `camel`, can see the job. It costs about a tenth of a core.");

    /** What a request to the job has to show. */
    public static final Setting<HttpToken> HTTP_TOKEN = Setting.secret(
            HttpToken.KEY,
            Kind.parsed(HttpToken.ALLOWED, HttpToken::parse),
            "What a client of the HTTP API has to show, as `Authorization: Bearer <token>`; the"
                    + " commands send it. Up to 200 printable ASCII characters without spaces. Blank: on a"
                    + " loopback address any program of this machine may act; on any other address nobody may.");

    static final Setting<Long> HEALTH_MAX_DELAY_SECONDS = Setting.of(
            "sync.health-max-delay-seconds",
            Kind.number(0, 1_000_000),
            "60",
            "Delay, in seconds, beyond which the job is unhealthy (check `delay` is DOWN); 0 for never.");

    private DeclaredSettings() {}

    /** All settings, in the order in which they are documented. */
    static List<SettingGroup> groups() {
        return List.of(
                new SettingGroup("The job", List.of(JOB, STANDBY)),
                new SettingGroup(
                        "The source: RDS PostgreSQL or any other PostgreSQL 9.4+",
                        joined(SOURCE.all(), List.of(CAPTURE, SLOT_FAILOVER))),
                new SettingGroup(
                        "The target: AnalyticDB for PostgreSQL, Greenplum or PostgreSQL",
                        joined(TARGET.all(), List.of(REPLICATION_ROLE))),
                new SettingGroup(
                        "The initial load", List.of(INITIAL_LOAD, INITIAL_LOAD_THREADS, EXISTING_DATA, CREATE_TABLES)),
                new SettingGroup(
                        "What is applied",
                        List.of(
                                OPERATIONS,
                                SCHEMA_CHANGES,
                                DROPPED_COLUMNS,
                                ON_ERROR,
                                QUARANTINE_MAX_CHANGES,
                                BATCH_MAX_ROWS,
                                BATCH_MAX_BYTES,
                                VACUUM)),
                new SettingGroup("Routes", CamelOptions.ROUTES),
                new SettingGroup(
                        "Operating the job",
                        joined(
                                CamelOptions.SERVER,
                                List.of(HTTP_TOKEN),
                                CamelOptions.MANAGEMENT,
                                List.of(HEALTH_MAX_DELAY_SECONDS),
                                DeclaredAlerts.ALL,
                                CamelOptions.METRICS,
                                List.of(CamelOptions.NAME, CAMEL_CLI))));
    }

    /** All settings, without their groups. */
    static List<Setting<?>> all() {
        return groups().stream().flatMap(group -> group.settings().stream()).toList();
    }

    /** The defaults of all settings that have one, as they are written in the file. */
    public static Properties defaults() {
        Properties defaults = new Properties();
        all().forEach(setting -> setting.fallback().ifPresent(text -> defaults.setProperty(setting.key(), text)));
        return defaults;
    }

    @SafeVarargs
    private static List<Setting<?>> joined(List<? extends Setting<?>>... lists) {
        List<Setting<?>> joined = new ArrayList<>();
        for (List<? extends Setting<?>> list : lists) {
            joined.addAll(list);
        }
        return List.copyOf(joined);
    }
}
