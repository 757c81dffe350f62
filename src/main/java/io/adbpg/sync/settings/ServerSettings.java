package io.adbpg.sync.settings;

import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.catalog.Tls;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.link.CertificateFile;
import io.adbpg.sync.link.ClientCertificate;
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
    private final Setting<String> sslCert;
    private final Setting<String> sslKey;
    private final Setting<String> sslPassword;

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
        sslCert = Setting.of(
                role + ".ssl-cert",
                Kind.text(),
                "",
                "File with the certificate that the job shows to the " + role + ". Blank: none.");
        sslKey = Setting.of(
                role + ".ssl-key", Kind.text(), "", "File with the private key of that certificate, in PEM form.");
        sslPassword = Setting.secret(
                role + ".ssl-password",
                Kind.verbatim(),
                "Password of that key, if it is encrypted. Set it in the environment, as `"
                        + Setting.variable(role + ".ssl-password") + "`.");
    }

    /** The settings in the order in which they are documented. */
    List<Setting<?>> all() {
        return List.of(host, port, database, user, password, sslMode, sslRootCert, sslCert, sslKey, sslPassword);
    }

    /**
     * Reads where the end is.
     *
     * @throws Refusal naming the key, its value and what is allowed
     */
    Server read(UnaryOperator<String> lookup) {
        // As in a URL.
        String where = host.read(lookup).replaceFirst("^\\[(.*:.*)]$", "$1");
        boolean embedded = where.equals(Server.EMBEDDED);
        String name = embedded ? EMBEDDED_NAME : null;
        return new Server(
                role,
                where,
                embedded ? 0 : port.read(lookup).intValue(),
                database.read(lookup, name),
                user.read(lookup, name),
                embedded ? "" : password.read(lookup),
                tls(lookup));
    }

    private Tls tls(UnaryOperator<String> lookup) {
        String mode = sslMode.read(lookup);
        Tls tls = new Tls(
                mode, rootCert(lookup, mode), sslCert.read(lookup), sslKey.read(lookup), sslPassword.read(lookup));
        require(
                tls.hasCertificate() || tls.key().isBlank(),
                sslKey,
                tls.key(),
                "needs its certificate: set " + sslCert);
        require(!tls.hasCertificate() || !tls.key().isBlank(), sslCert, tls.cert(), "needs its key: set " + sslKey);
        require(
                !tls.hasCertificate() || !mode.equals("disable"),
                sslCert,
                tls.cert(),
                "is not used by " + sslMode + "=disable: set " + sslMode + " to require or verify-full");
        if (tls.hasCertificate()) {
            ClientCertificate.read(role, tls.cert(), tls.key(), tls.keyPassword());
        }
        return tls;
    }

    private static void require(boolean condition, Setting<String> setting, String value, String otherwise) {
        if (!condition) {
            throw Refusal.usage("{0}={1} {2}", setting, Refusal.shown(value), otherwise);
        }
    }

    private String rootCert(UnaryOperator<String> lookup, String mode) {
        String file = sslRootCert.read(lookup);
        if (file.isEmpty()) {
            return "";
        }
        if (!mode.startsWith("verify-")) {
            throw Refusal.usage(
                    "{0}={1} is not used by {2}={3}, which trusts whoever answers: set {2} to verify-full or"
                            + " verify-ca, or leave {0} blank",
                    sslRootCert, Refusal.shown(file), sslMode, mode);
        }
        CertificateFile.ofAuthority(sslRootCert.key(), file).certificates();
        return file;
    }
}
