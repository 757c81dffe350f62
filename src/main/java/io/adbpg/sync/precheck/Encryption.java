package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.catalog.Tls;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.link.ClientCertificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Checks whether the connection to an end is encrypted, whether it should be, and how long the client's certificate lasts. */
final class Encryption {
    // PostgreSQL 9.4 kernels lack this view.
    private static final String HAS_VIEW = "SELECT 1 AS one FROM pg_class WHERE relname = 'pg_stat_ssl'";
    private static final String VIEW =
            "SELECT ssl, row_to_json(s)->>'version' AS protocol FROM pg_stat_ssl s WHERE pid = pg_backend_pid()";

    /** Time enough to have a new certificate made. */
    private static final Duration SOON = Duration.ofDays(30);

    private Encryption() {}

    static void check(PrecheckRun run, Database database, Server server) {
        run.check("encryption", server.role(), Message.NONE, () -> {
            List<Map<String, Object>> rows = database.run(HAS_VIEW).isEmpty() ? List.of() : database.run(VIEW);
            String setting = server.role() + ".ssl-mode";
            String mode = setting + "=" + server.tls().mode();
            if (rows.isEmpty()) {
                return Message.of("the server does not report it; {0}", mode);
            }
            if ((Boolean) rows.get(0).get("ssl")) {
                return Message.of("{0}, {1}", rows.get(0).get("protocol"), mode);
            }
            boolean isWanted = List.of("allow", "prefer").contains(server.tls().mode());
            if (isWanted && !isLocal(server)) {
                run.warn(
                        "encryption",
                        server.role(),
                        Message.of("not encrypted, since the server does not offer TLS; {0}", mode),
                        Message.of("TLS between the machines, or {0}=disable if their network is safe", setting),
                        setting + "=require");
                return null;
            }
            return Message.of("not encrypted, {0}", mode);
        });
        if (server.tls().hasCertificate()) {
            certificate(run, server);
        }
    }

    private static void certificate(PrecheckRun run, Server server) {
        String check = "client certificate";
        run.check(check, server.role(), Message.NONE, () -> {
            Tls tls = server.tls();
            X509Certificate shown = ClientCertificate.read(server.role(), tls.cert(), tls.key(), tls.keyPassword())
                    .chain()
                    .get(0);
            Instant end = shown.getNotAfter().toInstant();
            Message found = Message.of("{0}, valid until {1}", shown.getSubjectX500Principal(), end);
            if (end.isAfter(Instant.now().plus(SOON))) {
                return found;
            }
            run.warn(
                    check,
                    server.role(),
                    Message.of("{0}: then the server lets the job in no more", found),
                    Message.of(
                            "a new one from the authority, in the files that {0}.ssl-cert and {0}.ssl-key name; the job"
                                    + " reads them at its next connection",
                            server.role()),
                    "");
            return null;
        });
    }

    private static boolean isLocal(Server server) {
        return List.of("localhost", "127.0.0.1", "::1").contains(server.host());
    }
}
