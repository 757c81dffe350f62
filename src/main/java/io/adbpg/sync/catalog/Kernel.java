package io.adbpg.sync.catalog;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.failure.Worded;
import java.util.List;
import java.util.Map;

/**
 * The version and kind of the target server.
 *
 * @param version the version of its PostgreSQL kernel, such as 90426
 * @param greenplum whether it is a Greenplum kernel, such as AnalyticDB for PostgreSQL
 */
public record Kernel(int version, boolean greenplum) implements Worded {
    private static final int OLDEST_SOURCE = 90_400;
    private static final int OLDEST_TARGET = 90_400;
    private static final int ASKS_FOR_SETTINGS = 90_600;
    private static final int PARTITIONS = 100_000;
    private static final int MOVES_ROWS = 110_000;
    private static final int PARTITION_TREE = 120_000;

    private static final String PROBE =
            """
            SELECT current_setting('server_version_num')::int AS version,
                   EXISTS (SELECT 1 FROM pg_settings WHERE name = 'gp_server_version') AS greenplum
            """;

    /** Queries the server. */
    public static Kernel probe(Database target) {
        List<Map<String, Object>> rows = target.run(PROBE);
        return new Kernel(((Number) rows.get(0).get("version")).intValue(), (Boolean)
                rows.get(0).get("greenplum"));
    }

    /**
     * Requires a source with logical decoding: PostgreSQL 9.4 or later.
     *
     * @throws Refusal if it is too old
     */
    public static void requireSource(int version) {
        if (version < OLDEST_SOURCE) {
            throw Refusal.of(
                    "the source is PostgreSQL {0}, which has no logical decoding: PostgreSQL 9.4 or later is needed",
                    text(version));
        }
    }

    /**
     * Requires a kernel of PostgreSQL 9.4 or later; to be called before the first statement that an older one would not
     * understand.
     *
     * @return its version
     * @throws Refusal if it is too old
     */
    public static int requireTarget(int major, int minor) {
        int version = major * 10_000 + (major < 10 ? minor * 100 : minor);
        if (version < OLDEST_TARGET) {
            throw Refusal.of(
                    "the target has PostgreSQL kernel {0}.{1}: PostgreSQL 9.6, AnalyticDB for PostgreSQL 6.0 or"
                            + " Greenplum 6, or a later one, is needed",
                    major, minor);
        }
        return version;
    }

    /**
     * Returns the condition that a server has a setting. Kernels that can't be asked for one that may be missing list all of
     * them for that, which costs half as much CPU as a connection.
     *
     * @param name its name, as an SQL expression
     */
    public static String hasSetting(int version, String name) {
        return version >= ASKS_FOR_SETTINGS
                ? "current_setting(" + name + ", true) IS NOT NULL"
                : "EXISTS (SELECT 1 FROM pg_settings AS p WHERE p.name = " + name + ")";
    }

    /** Whether partitions are tables that inherit from their root, and the root is a plain table for the catalogue. */
    boolean inheritsPartitions() {
        return greenplum && version < PARTITIONS;
    }

    /** Whether a float's text may lack digits, whatever the session has set. */
    public boolean cutsFloats() {
        return greenplum && version < PARTITIONS;
    }

    /**
     * Returns an SQL expression for the letter that says how table {@code c} is stored, which Greenplum kernels before PostgreSQL 12 have:
     * {@code x} for a table that only stands for files; empty on others.
     */
    String storageLetter() {
        // To write a row as JSON takes long where there are many.
        return greenplum ? "COALESCE(row_to_json(c)->>'relstorage', '')" : "''";
    }

    /** Whether {@code pg_partition_tree} lists partitions. */
    boolean hasPartitionTree() {
        return version >= PARTITION_TREE;
    }

    /** Whether an UPDATE can move a row to another partition, or the server has no partitions. */
    boolean movesRows() {
        return greenplum ? version >= PARTITIONS : version < PARTITIONS || version >= MOVES_ROWS;
    }

    /** Whether it changes the type of a column that an index or a primary key holds, and not only without these. */
    public boolean retypesIndexed() {
        return !greenplum || version >= PARTITIONS;
    }

    /** Returns a version as people write it, such as {@code 16.11}. */
    public static String text(int version) {
        return version < PARTITIONS
                ? version / 10_000 + "." + version / 100 % 100 + "." + version % 100
                : version / 10_000 + "." + version % 100;
    }

    /** Returns words for the log, such as {@code a Greenplum kernel with PostgreSQL 9.4.26}. */
    @Override
    public String toString() {
        return message().toString();
    }

    @Override
    public Message message() {
        return greenplum
                ? Message.of("a Greenplum kernel with PostgreSQL {0}", text(version))
                : Message.of("PostgreSQL {0}", text(version));
    }
}
