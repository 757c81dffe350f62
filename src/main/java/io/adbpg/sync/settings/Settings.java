package io.adbpg.sync.settings;

import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Operation;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The settings of a job, as {@code application.properties} documents them.
 *
 * @param capture what reads the source's changes
 * @param slotFailover whether the job's slot is to be there on a standby that takes the source's place
 * @param load how a table joins the job
 * @param addsColumns whether columns that are added to source tables are added to their targets
 * @param onError what becomes of a change that the target refuses for its data
 * @param batchMaxRows the most changes that are folded before they are applied
 * @param batchMaxBytes about the most memory that they may take
 * @param camelCli whether Camel's own command can see the job
 * @param healthMaxDelaySeconds beyond which delay the job is unhealthy; 0 for none
 * @param httpToken what whoever asks something of the job by HTTP has to know
 */
public record Settings(
        String job,
        Server source,
        Server target,
        Capture capture,
        boolean slotFailover,
        Load load,
        Set<Operation> operations,
        boolean addsColumns,
        OnError onError,
        int batchMaxRows,
        long batchMaxBytes,
        boolean camelCli,
        int healthMaxDelaySeconds,
        HttpToken httpToken) {

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

    /** The keys of all settings. */
    static final Set<String> KEYS = new TreeSet<>(Set.of(
            "sync.job",
            "sync.initial-load",
            "sync.initial-load-threads",
            "sync.existing-data",
            "sync.create-tables",
            "sync.operations",
            "sync.schema-changes",
            "sync.on-error",
            "sync.quarantine-max-changes",
            "sync.batch-max-rows",
            "sync.batch-max-bytes",
            "sync.camel-cli",
            "sync.health-max-delay-seconds",
            HttpToken.KEY,
            "source.host",
            "source.port",
            "source.database",
            "source.user",
            "source.password",
            "source.ssl-mode",
            "source.ssl-root-cert",
            "source.capture",
            "source.slot-failover",
            "target.host",
            "target.port",
            "target.database",
            "target.user",
            "target.password",
            "target.ssl-mode",
            "target.ssl-root-cert"));

    private static final Pattern JOB = Pattern.compile("[a-z0-9_]{1,40}");
    private static final List<String> SSL_MODES =
            List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    /**
     * Reads and checks the settings.
     *
     * @param lookup from a key to its value, null if it is not set
     * @throws Refusal naming the key, its value and what is allowed
     */
    public static Settings read(UnaryOperator<String> lookup) {
        Reader reader = new Reader(lookup);
        Settings settings = new Settings(
                reader.matching("sync.job", JOB, "1 to 40 of a-z, 0-9 and _, since it is part of a slot's name"),
                reader.server("source"),
                reader.server("target"),
                reader.capture("source.capture"),
                reader.bool("source.slot-failover"),
                reader.load(),
                reader.operations("sync.operations"),
                reader.word("sync.schema-changes", List.of("wait", "add-columns"))
                        .equals("add-columns"),
                reader.onError(),
                (int) reader.number("sync.batch-max-rows", 1, 10_000_000),
                reader.number("sync.batch-max-bytes", 1 << 16, 1L << 40),
                reader.bool("sync.camel-cli"),
                (int) reader.number("sync.health-max-delay-seconds", 0, 1_000_000),
                HttpToken.read(lookup));
        if (settings.capture == Capture.DEBEZIUM && settings.source.user().contains("'")) {
            throw Refusal.usage("source.user=" + Refusal.shown(settings.source.user())
                    + " holds a quote, which Debezium's engine would take for SQL: set source.capture=pgoutput");
        }
        return settings;
    }

    /** The name of the job's replication slot and of its publication. */
    public String slot() {
        return "adbpg_sync_" + job;
    }

    /** The same settings with other servers. */
    public Settings with(Server newSource, Server newTarget) {
        return new Settings(
                job,
                newSource,
                newTarget,
                capture,
                slotFailover,
                load,
                operations,
                addsColumns,
                onError,
                batchMaxRows,
                batchMaxBytes,
                camelCli,
                healthMaxDelaySeconds,
                httpToken);
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

    /** The environment variable that overrides a key: {@code SOURCE_PASSWORD} for {@code source.password}. */
    static String environmentVariable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private record Reader(UnaryOperator<String> lookup) {
        private String text(String key) {
            String value = lookup.apply(key);
            if (value == null || value.isBlank()) {
                throw Refusal.usage(
                        key + " is not set: give it in application.properties or as the environment variable "
                                + environmentVariable(key));
            }
            return value.strip();
        }

        private String matching(String key, Pattern pattern, String allowed) {
            String value = text(key);
            if (!pattern.matcher(value).matches()) {
                throw wrong(key, value, allowed);
            }
            return value;
        }

        private long number(String key, long least, long most) {
            String value = text(key);
            try {
                long number = Long.parseLong(value);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Said below.
            }
            throw wrong(key, value, "a whole number from " + least + " to " + most);
        }

        private boolean bool(String key) {
            String value = text(key);
            if (!value.equals("true") && !value.equals("false")) {
                throw wrong(key, value, "true or false");
            }
            return value.equals("true");
        }

        private Capture capture(String key) {
            String value = text(key);
            Capture capture = Capture.of(value);
            if (capture == null) {
                throw wrong(key, value, Capture.words());
            }
            return capture;
        }

        private Set<Operation> operations(String key) {
            String value = text(key);
            try {
                return Operation.parseList(value);
            } catch (IllegalArgumentException e) {
                throw wrong(key, value, "a list of insert, update, delete, truncate");
            }
        }

        private Load load() {
            String existing = word("sync.existing-data", List.of("stop", "truncate", "keep"));
            return new Load(
                    word("sync.initial-load", List.of("copy", "none")).equals("copy"),
                    (int) number("sync.initial-load-threads", 1, 64),
                    ExistingData.valueOf(existing.toUpperCase(Locale.ROOT)),
                    bool("sync.create-tables"));
        }

        private OnError onError() {
            return new OnError(
                    word("sync.on-error", List.of("stop", "quarantine")).equals("quarantine"),
                    (int) number("sync.quarantine-max-changes", 1, 1_000_000));
        }

        private Server server(String role) {
            String host = text(role + ".host");
            boolean embedded = host.equals(Server.EMBEDDED);
            String sslMode = word(role + ".ssl-mode", SSL_MODES);
            return new Server(
                    role,
                    host,
                    embedded ? 0 : (int) number(role + ".port", 1, 65_535),
                    text(role + ".database"),
                    text(role + ".user"),
                    embedded ? "" : password(role + ".password"),
                    sslMode,
                    rootCert(role, sslMode));
        }

        private String rootCert(String role, String sslMode) {
            String key = role + ".ssl-root-cert";
            String value = lookup.apply(key);
            if (value == null || value.isBlank()) {
                return "";
            }
            String file = value.strip();
            if (!sslMode.startsWith("verify-")) {
                throw Refusal.usage(key + "=" + Refusal.shown(file) + " is not used by " + role + ".ssl-mode=" + sslMode
                        + ", which trusts whoever answers: set " + role
                        + ".ssl-mode to verify-full or verify-ca, or leave " + key + " blank");
            }
            RootCertificate.check(key, file);
            return file;
        }

        private String password(String key) {
            String value = lookup.apply(key);
            return value == null ? "" : value;
        }

        private String word(String key, List<String> words) {
            String value = text(key);
            if (!words.contains(value)) {
                throw wrong(key, value, "one of " + String.join(", ", words));
            }
            return value;
        }

        private static Refusal wrong(String key, String value, String allowed) {
            return Refusal.usage(key + "=" + Refusal.shown(value) + " is not allowed: use " + allowed);
        }
    }
}
