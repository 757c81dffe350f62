package io.adbpg.sync.catalog;

/**
 * What a source can do, by its version and by what decodes its log.
 *
 * @param version such as 160011
 * @param publishes whether plug-in {@code pgoutput} decodes it, which sends what a publication names; otherwise
 *     {@code test_decoding} does, which sends everything
 */
public record Abilities(int version, boolean publishes) {
    private static final int NEWER_WORDS = 100_000;

    /** Whether it has publications, and slots that end with their session. */
    public static boolean hasPublications(int version) {
        return version >= NEWER_WORDS;
    }

    /** Returns what decodes the log. */
    public String plugin() {
        return publishes ? "pgoutput" : "test_decoding";
    }

    /** Whether a slot can end with the session that has made it. */
    public boolean hasTemporarySlots() {
        return version >= NEWER_WORDS;
    }

    /** Whether tables can be partitioned by declaration. */
    boolean hasPartitions() {
        return version >= NEWER_WORDS;
    }

    /** Whether a query can tell of the last checkpoint. */
    public boolean showsCheckpoints() {
        return version >= 90_600;
    }

    /** Whether a slot can be moved on without reading it. */
    public boolean advancesSlots() {
        return version >= 110_000;
    }

    /** Whether the stream tells of TRUNCATE. */
    public boolean tellsTruncate() {
        return version >= 110_000;
    }

    /** Whether the catalogue keeps the value that rows older than a column have in it. */
    boolean knowsMissingValues() {
        return version >= 110_000;
    }

    /** Whether the rows of partitions can arrive as their root's. */
    boolean tellsRoots() {
        return publishes && version >= 130_000;
    }

    /** Whether stored generated columns can arrive. */
    public boolean tellsGenerated() {
        return publishes && version >= 180_000;
    }

    /** Whether a column can be NOT NULL, and NULL in rows from before. */
    boolean hasUnvalidatedNotNull() {
        return version >= 180_000;
    }

    /** Whether tables can have system columns {@code oid}, which {@code test_decoding} prints before all others. */
    public boolean hasOidColumns() {
        return version < 120_000;
    }

    /** Returns a query as this version understands it, given as version 10 and later do. */
    public String words(String query) {
        return words(version, query);
    }

    /** See {@link #words(String)}. */
    public static String words(int version, String query) {
        return version >= NEWER_WORDS
                ? query
                : query.replace("pg_current_wal_insert_lsn", "pg_current_xlog_insert_location")
                        .replace("pg_current_wal_lsn", "pg_current_xlog_location")
                        .replace("pg_last_wal_replay_lsn", "pg_last_xlog_replay_location")
                        .replace("pg_walfile_name", "pg_xlogfile_name")
                        .replace("pg_wal_lsn_diff", "pg_xlog_location_diff")
                        .replace("sent_lsn", "sent_location")
                        .replace("redo_lsn", "redo_location")
                        // There are no partitions that the catalogue knows as such.
                        .replaceAll("\\b[a-z]+\\.relispartition", "false");
    }
}
