package io.adbpg.sync.catalog;

import java.util.Map;

/**
 * How much a source writes to its log.
 *
 * @param value its {@code wal_level}
 * @param isEnough whether the log can be decoded, as soon as there is a slot for that
 */
public record WalLevel(String value, boolean isEnough) {
    /** From this version on, {@code replica} becomes logical with the first slot, which {@code effective_wal_level} shows. */
    private static final int BECOMES_LOGICAL = 190_000;

    private static final String READ =
            "SELECT current_setting('wal_level') AS level, CAST(current_setting('server_version_num') AS int) AS version";

    /** Reads it. */
    public static WalLevel read(Database source) {
        Map<String, Object> row = source.run(READ).get(0);
        String level = (String) row.get("level");
        boolean isEnough =
                level.equals("logical") || (level.equals("replica") && (Integer) row.get("version") >= BECOMES_LOGICAL);
        return new WalLevel(level, isEnough);
    }

    /** Whether it is logical only while a slot needs it. */
    public boolean isOnDemand() {
        return isEnough && !value.equals("logical");
    }
}
