package io.adbpg.sync.catalog;

import io.adbpg.sync.failure.Refusal;
import java.util.List;
import java.util.Map;

/**
 * What the target server is.
 *
 * @param version of its PostgreSQL kernel, such as 90426
 * @param greenplum whether it is a Greenplum kernel, such as AnalyticDB for PostgreSQL
 */
public record Kernel(int version, boolean greenplum) {
    private static final int OLDEST_SOURCE = 100_000;
    private static final int OLDEST_TARGET = 90_400;
    private static final int PARTITIONS = 100_000;
    private static final int MOVES_ROWS = 110_000;

    private static final String PROBE =
            """
            SELECT current_setting('server_version_num')::int AS version,
                   EXISTS (SELECT 1 FROM pg_settings WHERE name = 'gp_server_version') AS greenplum
            """;

    /** Asks the server. */
    public static Kernel probe(Database target) {
        List<Map<String, Object>> rows = target.run(PROBE);
        return new Kernel(((Number) rows.get(0).get("version")).intValue(), (Boolean)
                rows.get(0).get("greenplum"));
    }

    /**
     * Requires a source that has what the job needs.
     *
     * @throws Refusal if it is too old
     */
    public static void requireSource(int version) {
        if (version < OLDEST_SOURCE) {
            throw new Refusal("the source is PostgreSQL " + text(version) + ", which has no logical replication by"
                    + " publications: PostgreSQL 10 or later is needed");
        }
    }

    /**
     * Requires a target that has what the job needs; to be called before any statement that it may not understand.
     *
     * @throws Refusal if it is too old
     */
    public static void requireTarget(int major, int minor) {
        int version = major * 10_000 + (major < 10 ? minor * 100 : minor);
        if (version < OLDEST_TARGET) {
            throw new Refusal("the target has PostgreSQL kernel " + major + "." + minor
                    + ": PostgreSQL 9.6, AnalyticDB for" + " PostgreSQL 6.0 or Greenplum 6, or a later one, is needed");
        }
    }

    /** Whether an UPDATE can move a row to another partition; where there are no partitions, none has to move. */
    boolean movesRows() {
        return greenplum ? version >= PARTITIONS : version < PARTITIONS || version >= MOVES_ROWS;
    }

    /** A version as people write it, such as {@code 16.11}. */
    public static String text(int version) {
        return version < PARTITIONS
                ? version / 10_000 + "." + version / 100 % 100 + "." + version % 100
                : version / 10_000 + "." + version % 100;
    }

    /** For the log: such as {@code a Greenplum kernel with PostgreSQL 9.4.26}. */
    @Override
    public String toString() {
        return (greenplum ? "a Greenplum kernel with PostgreSQL " : "PostgreSQL ") + text(version);
    }
}
