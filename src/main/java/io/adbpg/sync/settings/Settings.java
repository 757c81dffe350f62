package io.adbpg.sync.settings;

import io.adbpg.sync.catalog.Abilities;
import io.adbpg.sync.catalog.ReplicationRole;
import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Operation;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The settings of a job, read and checked. {@link DeclaredSettings} has their keys, defaults and meanings.
 *
 * @param replicationRole what the sessions that write to the target are for it
 * @param capture what reads the source's changes
 * @param slotFailover whether the job's slot is to be there on a standby that takes the source's place
 * @param load how a table joins the job
 * @param following what the job does to the target when a source table is altered
 * @param onError what becomes of a change that the target refuses for its data
 * @param batchLimits how many changes are folded before they are applied
 * @param vacuum what becomes of dead rows that the target does not remove by itself
 * @param isStandby whether copies of the job stand by for each other
 * @param camelCli whether Camel's own command can see the job
 * @param healthMaxDelaySeconds beyond which delay the job is unhealthy; 0 for none
 * @param httpToken what whoever asks something of the job by HTTP has to know
 * @param alerts whom the job alerts
 */
public record Settings(
        String job,
        Server source,
        Server target,
        ReplicationRole replicationRole,
        Capture capture,
        boolean slotFailover,
        Load load,
        Set<Operation> operations,
        Following following,
        OnError onError,
        BatchLimits batchLimits,
        Vacuum vacuum,
        boolean isStandby,
        boolean camelCli,
        int healthMaxDelaySeconds,
        HttpToken httpToken,
        AlertSettings alerts) {

    /**
     * How a table joins the job.
     *
     * @param copies whether the rows that it has then are copied
     * @param threads how many tables or parts of tables are copied at once
     * @param existingData what becomes of rows that the target table has before
     * @param createsTables whether target tables that are missing are created
     */
    public record Load(boolean copies, int threads, ExistingData existingData, boolean createsTables) {}

    /**
     * What becomes of a change that the target refuses for its data.
     *
     * @param quarantines whether it is put aside, and the job goes on
     * @param mostQuarantined how many changes may be put aside
     */
    public record OnError(boolean quarantines, int mostQuarantined) {}

    /** What becomes of rows that a target table has when the table is to be loaded. */
    public enum ExistingData {
        /** Nothing is loaded. */
        STOP,
        /** They are deleted. */
        TRUNCATE,
        /** They stay; where keys meet the source's rows win. */
        KEEP
    }

    /** What becomes of dead rows that the target does not remove by itself. */
    public enum Vacuum {
        /** Nobody looks. */
        OFF,
        /** The job says which tables to vacuum. */
        ADVISE,
        /** The job vacuums them. */
        ON
    }

    /**
     * Reads and checks the settings.
     *
     * @param lookup from a key to its value, null if it is not set
     * @throws Refusal naming the key, its value and what is allowed
     */
    public static Settings read(UnaryOperator<String> lookup) {
        Settings settings = new Settings(
                DeclaredSettings.JOB.read(lookup),
                DeclaredSettings.SOURCE.read(lookup),
                DeclaredSettings.TARGET.read(lookup),
                DeclaredSettings.REPLICATION_ROLE.read(lookup),
                DeclaredSettings.CAPTURE.read(lookup),
                DeclaredSettings.SLOT_FAILOVER.read(lookup),
                load(lookup),
                DeclaredSettings.OPERATIONS.read(lookup),
                new Following(
                        DeclaredSettings.SCHEMA_CHANGES.read(lookup), DeclaredSettings.DROPPED_COLUMNS.read(lookup)),
                onError(lookup),
                BatchLimits.of(
                        DeclaredSettings.BATCH_MAX_ROWS.read(lookup),
                        DeclaredSettings.BATCH_MAX_BYTES.read(lookup),
                        Runtime.getRuntime().maxMemory()),
                DeclaredSettings.VACUUM.read(lookup),
                DeclaredSettings.STANDBY.read(lookup),
                DeclaredSettings.CAMEL_CLI.read(lookup),
                DeclaredSettings.HEALTH_MAX_DELAY_SECONDS.read(lookup).intValue(),
                DeclaredSettings.HTTP_TOKEN.read(lookup),
                DeclaredAlerts.read(lookup));
        if (settings.capture == Capture.DEBEZIUM && settings.source.user().contains("'")) {
            throw Refusal.usage(
                    "source.user={0} holds a quote, which Debezium's engine would take for SQL: set"
                            + " source.capture=pgoutput",
                    Refusal.shown(settings.source.user()));
        }
        return settings;
    }

    private static Load load(UnaryOperator<String> lookup) {
        return new Load(
                DeclaredSettings.INITIAL_LOAD.read(lookup).equals("copy"),
                DeclaredSettings.INITIAL_LOAD_THREADS.read(lookup).intValue(),
                ExistingData.valueOf(DeclaredSettings.EXISTING_DATA.read(lookup).toUpperCase(Locale.ROOT)),
                DeclaredSettings.CREATE_TABLES.read(lookup));
    }

    private static OnError onError(UnaryOperator<String> lookup) {
        return new OnError(
                DeclaredSettings.ON_ERROR.read(lookup).equals("quarantine"),
                DeclaredSettings.QUARANTINE_MAX_CHANGES.read(lookup).intValue());
    }

    /** The name of the job's replication slot and of its publication. */
    public String slot() {
        return "adbpg_sync_" + job;
    }

    /** What reads the source's changes where the source is of a version, such as 160011. */
    public Capture capture(int version) {
        return Abilities.hasPublications(version) ? capture : Capture.TEST_DECODING;
    }

    /** What a source of a version can do for the job. */
    public Abilities abilities(int version) {
        return new Abilities(version, capture(version) != Capture.TEST_DECODING);
    }

    /** The same settings with other servers. */
    public Settings with(Server newSource, Server newTarget) {
        return new Settings(
                job,
                newSource,
                newTarget,
                replicationRole,
                capture,
                slotFailover,
                load,
                operations,
                following,
                onError,
                batchLimits,
                vacuum,
                isStandby,
                camelCli,
                healthMaxDelaySeconds,
                httpToken,
                alerts);
    }

    /** What routes read of the settings, as they were read here: Camel would take spaces along. */
    public Properties placeholders() {
        Properties placeholders = new Properties();
        placeholders.setProperty("sync.job", job);
        placeholders.setProperty("source.capture", capture.word());
        placeholders.setProperty(
                "sync.operations", operations.stream().map(Operation::word).collect(Collectors.joining(",")));
        placeholders.setProperty(
                "sync.existing-data", load.existingData().name().toLowerCase(Locale.ROOT));
        placeholders.setProperty("sync.initial-load", load.copies() ? "copy" : "none");
        return placeholders;
    }
}
