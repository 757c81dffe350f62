package io.adbpg.sync.catalog;

import java.util.List;
import java.util.Map;

/**
 * What the target server is.
 *
 * @param version of its PostgreSQL kernel, such as 90426
 * @param greenplum whether it is a Greenplum kernel, such as AnalyticDB for PostgreSQL
 */
public record Kernel(int version, boolean greenplum) {
    private static final String PROBE =
            """
            SELECT current_setting('server_version_num')::int AS version,
                   EXISTS (SELECT 1 FROM pg_settings WHERE name = 'gp_server_version') AS greenplum
            """;

    /** Asks the server. */
    public static Kernel probe(Database target) throws Exception {
        List<Map<String, Object>> rows = target.run(PROBE);
        return new Kernel(((Number) rows.get(0).get("version")).intValue(), (Boolean)
                rows.get(0).get("greenplum"));
    }
}
