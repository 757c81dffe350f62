package io.adbpg.sync.catalog;

import io.adbpg.sync.catalog.PoolerCheck.Opener;
import io.adbpg.sync.failure.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Requires that all sessions of an end lead to the same server. */
final class OneServer {
    /** Of two servers that take turns by chance, one in 128 looks sees only one. */
    private static final int LOOKS = 7;

    private final Server server;
    private final Opener opener;

    /** @param opener opens a session as it is */
    OneServer(Server server, Opener opener) {
        this.server = server;
        this.opener = opener;
    }

    /**
     * Looks again if a new session leads elsewhere than those that are open: the server may have been restarted, or another one
     * may have taken its place.
     *
     * @param found where the new session leads
     * @param known where the others lead
     * @throws Refusal if there is more than one server now
     */
    void require(String found, Collection<String> known) throws SQLException {
        if (known.stream().allMatch(found::equals)) {
            return;
        }
        Set<String> now = new TreeSet<>(Set.of(found));
        for (int i = 0; i < LOOKS && now.size() == 1; i++) {
            try (Connection other = opener.open()) {
                now.add(SessionIdentity.read(other).server());
            }
        }
        if (now.size() > 1) {
            throw Refusal.of(
                    "behind {0} there is more than one server, and each session may get another one (started at {1},"
                            + " in µs since 1970): set {2}.host to the name or address of the primary alone",
                    server, String.join(" and ", now), server.role());
        }
    }
}
