package io.adbpg.sync.quarantine;

import io.adbpg.sync.apply.TargetConnection;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.settings.Settings;
import java.sql.SQLException;

/** The quarantine as a load uses it: what it holds of a table is void when the table is loaded, and refused rows get into it. */
public final class LoadQuarantine {
    private final Settings settings;
    private final Quarantine all;

    LoadQuarantine(Settings settings, Quarantine all) {
        this.settings = settings;
        this.all = all;
    }

    /** Deletes the changes of a table whose load begins, since it brings their rows; the caller commits. */
    public void begin(TableName table, TargetConnection connection) throws SQLException {
        all.clear(table, connection);
    }

    /** Whether rows that the target refuses are quarantined. */
    public boolean isOn() {
        return settings.onError().quarantines();
    }

    /** The quarantine for a part of a table. */
    public PartQuarantine part() {
        return new PartQuarantine(settings.job(), settings.onError().mostQuarantined(), all.tally());
    }
}
