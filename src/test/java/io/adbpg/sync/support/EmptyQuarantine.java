package io.adbpg.sync.support;

import io.adbpg.sync.apply.TargetConnection;
import io.adbpg.sync.catalog.ReplicationRole;
import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.catalog.Tls;
import io.adbpg.sync.quarantine.QuarantineSession;
import io.adbpg.sync.quarantine.QuarantineTally;
import io.adbpg.sync.quarantine.RefusalSearch;

/** A quarantine with nothing in it, of a job without a target. */
public final class EmptyQuarantine {
    private EmptyQuarantine() {}

    /** A new one. */
    public static QuarantineSession make() {
        Server nowhere = new Server("target", "nowhere.invalid", 1, "db", "user", "", Tls.NONE);
        return new QuarantineSession(
                "job",
                new TargetConnection(nowhere, "job", ReplicationRole.ORIGIN),
                new RefusalSearch(),
                1,
                name -> null,
                new QuarantineTally());
    }
}
