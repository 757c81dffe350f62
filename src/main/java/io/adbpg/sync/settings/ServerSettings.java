package io.adbpg.sync.settings;

import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.failure.Refusal;
import java.util.List;
import java.util.function.UnaryOperator;

/** The settings that say where one end of the job is, and how to log in there. */
final class ServerSettings {
    /** The database and the user of an embedded server. */
    private static final String EMBEDDED_NAME = "postgres";

    private static final List<String> SSL_MODES =
            List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    private final String role;
    private final Setting<String> host;
    private final Setting<Long> port;
    private final Setting<String> database;
    private final Setting<String> user;
    private final Setting<String> password;
    private final Setting<String> sslMode;
    private final Setting<String> sslRootCert;

    /**
     * Declares the settings of an end.
     *
     * @param role {@code source} or {@code target}: the prefix of their keys
     */
    ServerSettings(String role) {
        this.role = role;
        host = Setting.required(
                role + ".host",
                Kind.text(),
                Server.EMBEDDED,
                "Host name or address of the " + role + "; `" + Server.EMBEDDED
                        + "` starts a real PostgreSQL with sample data and live traffic, for the demo.");
        port = Setting.of(role + ".port", Kind.number(1, 65_535), "5432", "Port of the " + role + ".");
        database = Setting.required(
                role + ".database",
                Kind.text(),
                EMBEDDED_NAME,
                "Database on the " + role + "; an embedded server needs none to be named.");
        user = Setting.required(
                role + ".user",
                Kind.text(),
                EMBEDDED_NAME,
                "Account on the " + role + "; an embedded server needs none to be named.");
        password = Setting.secret(
                role + ".password",
                Kind.verbatim(),
                "Password of that account. Set it in the environment, as `" + Setting.variable(role + ".password")
                        + "`, rather than in the file.");
        sslMode = Setting.of(
                role + ".ssl-mode",
                Kind.word(SSL_MODES),
                "prefer",
                "TLS mode as in libpq: `disable`, `allow`, `prefer`, `require`, `verify-ca` or `verify-full`.");
        sslRootCert = Setting.of(
                role + ".ssl-root-cert",
                Kind.text(),
                "",
                "File with the certificate of the authority that `verify-ca` and `verify-full` trust. Blank:"
                        + " `~/.postgresql/root.crt`.");
    }

    /** The settings in the order in which they are documented. */
    List<Setting<?>> all() {
        return List.of(host, port, database, user, password, sslMode, sslRootCert);
    }

    /**
     * Reads where the end is.
     *
     * @throws Refusal naming the key, its value and what is allowed
     */
    Server read(UnaryOperator<String> lookup) {
        String where = host.read(lookup);
        boolean embedded = where.equals(Server.EMBEDDED);
        String name = embedded ? EMBEDDED_NAME : null;
        String mode = sslMode.read(lookup);
        return new Server(
                role,
                where,
                embedded ? 0 : port.read(lookup).intValue(),
                database.read(lookup, name),
                user.read(lookup, name),
                embedded ? "" : password.read(lookup),
                mode,
                rootCert(lookup, mode));
    }

    private String rootCert(UnaryOperator<String> lookup, String mode) {
        String file = sslRootCert.read(lookup);
        if (file.isEmpty()) {
            return "";
        }
        if (!mode.startsWith("verify-")) {
            throw Refusal.usage(sslRootCert + "=" + Refusal.shown(file) + " is not used by " + sslMode + "=" + mode
                    + ", which trusts whoever answers: set " + sslMode + " to verify-full or verify-ca, or leave "
                    + sslRootCert + " blank");
        }
        RootCertificate.check(sslRootCert.key(), file);
        return file;
    }
}
