package io.adbpg.sync.resume;

import io.adbpg.sync.catalog.Database;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The versions of the job's publication that are the job's own: table {@code adbpg_sync.publication_<job>} on the
 * target. Any other version is somebody else's doing.
 *
 * <p>There are two while the job alters the publication: the new one is written before the source commits it, so that a
 * job that is killed in between finds either of them to be its own.
 *
 * <p>All methods work in the calling thread's current transaction.
 */
public final class PublicationMemory {
    /** The privileges that the job needs on the table. */
    public static final Set<String> PRIVILEGES = Set.of("SELECT", "INSERT", "DELETE");

    private final Database target;
    private final String table;

    /** The memory of a job. */
    public PublicationMemory(Database target, String job) {
        this.target = target;
        this.table = table(job);
    }

    /** Returns the table's name in the control schema. */
    public static String table(String job) {
        return "publication_" + job;
    }

    /** Creates the table if it is missing. */
    public void require() {
        new ControlSchema(target)
                .require(table, "version text, written_at timestamptz DEFAULT clock_timestamp()", PRIVILEGES);
    }

    /** Reads the versions; none if the job has not written any. The table must exist. */
    public List<PublicationVersion> read() {
        return target.run("SELECT version FROM adbpg_sync." + table).stream()
                .map(row -> PublicationVersion.parse((String) row.get("version")))
                .toList();
    }

    /** Replaces the versions. */
    public void write(List<PublicationVersion> versions) {
        target.run("DELETE FROM adbpg_sync." + table);
        for (PublicationVersion version : versions) {
            target.run(
                    "INSERT INTO adbpg_sync." + table + " (version) VALUES (:?version)",
                    Map.of("version", version.toText()));
        }
    }
}
