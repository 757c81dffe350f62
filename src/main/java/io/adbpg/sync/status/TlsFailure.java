package io.adbpg.sync.status;

import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.failure.Causes;
import java.io.EOFException;
import java.net.SocketException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.sql.SQLException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.postgresql.util.GT;

/** Explains why an encrypted connection to a server failed, and which setting or certificate to change. */
final class TlsFailure {
    /** What a server says of the client's certificate. */
    private static final Pattern CERTIFICATE_REFUSED =
            Pattern.compile("fatal alert: (.*certificate.*|unknown_ca|decrypt_error|access_denied)");

    /** What the driver says if the handshake fails. */
    private static final String HANDSHAKE = GT.tr("SSL error: {0}", "");

    private TlsFailure() {}

    /**
     * Returns the reason with its remedy.
     *
     * @return null if something other than encryption failed
     */
    static String of(SQLException failure, Server server) {
        String why = why(failure, server);
        return why == null ? null : "cannot encrypt the connection to " + server + ": " + why;
    }

    /** Whether the network or the server ended the connection, which an encrypted one reports as a TLS failure. */
    static boolean isBrokenOff(SQLException failure) {
        return Causes.find(failure, SocketException.class) != null || Causes.find(failure, EOFException.class) != null;
    }

    /**
     * Returns what may be the reason of a login that was broken off; blank if nothing hints at it. With TLS 1.3 a server that does
     * not accept the client's certificate may have closed the connection before the client reads why.
     */
    static String hint(SQLException failure, Server server) {
        return server.tls().hasCertificate()
                        && String.valueOf(failure.getMessage()).startsWith(HANDSHAKE)
                ? "; if the server does not accept the certificate in "
                        + server.tls().cert() + ", as its log tells then, " + otherCertificate(server)
                : "";
    }

    private static String otherCertificate(Server server) {
        return "set " + server.role()
                + ".ssl-cert to one that is valid and comes from an authority in the server's ssl_ca_file";
    }

    private static String why(SQLException failure, Server server) {
        String said = failure.getMessage() == null ? "" : failure.getMessage();
        String mode = server.role() + ".ssl-mode";
        String root = server.role() + ".ssl-root-cert";
        if (said.equals(GT.tr("The server does not support SSL."))) {
            return "the server has no TLS, which " + mode + "=" + server.tls().mode()
                    + " asks for: set ssl=on with a certificate there; or " + mode
                    + "=prefer, if all may be sent for anyone to read";
        }
        if (said.equals(GT.tr(
                "The hostname {0} could not be verified by hostnameverifier {1}.",
                server.certifiedHost(), "PgjdbcHostnameVerifier"))) {
            return "its certificate does not name " + server.host() + ": set " + server.role()
                    + ".host to a name that it has, or have one made with this name; " + mode
                    + "=verify-ca does without the name";
        }
        String place = server.tls().authorities();
        if (said.equals(GT.tr("Could not open SSL root certificate file {0}.", place))
                || said.equals(GT.tr("Could not read SSL root certificate file {0}.", place))
                || said.equals(GT.tr("Loading the SSL root certificate {0} into a TrustManager failed.", place))) {
            return mode + "=" + server.tls().mode() + " needs the authority's certificate, and " + place
                    + " can't be read: set " + root + " to its file";
        }
        return failure.getCause() == null || isBrokenOff(failure)
                ? null
                : ofCertificate(failure.getCause(), server, place);
    }

    private static String ofCertificate(Throwable cause, Server server, String place) {
        if (Causes.find(cause, CertificateExpiredException.class) != null) {
            return "its certificate, or that of its authority, has expired: have a new one made and installed on the"
                    + " server";
        }
        if (Causes.find(cause, CertificateNotYetValidException.class) != null) {
            return "its certificate is not valid yet: check the clocks of both machines";
        }
        if (Causes.find(cause, CertPathBuilderException.class) != null
                || Causes.find(cause, CertPathValidatorException.class) != null) {
            return "its certificate is not from an authority in " + place + ": set " + server.role()
                    + ".ssl-root-cert to the file of the authority that made it";
        }
        SSLException alert = Causes.find(cause, SSLException.class);
        if (server.tls().hasCertificate()
                && alert != null
                && CERTIFICATE_REFUSED
                        .matcher(String.valueOf(alert.getMessage()))
                        .find()) {
            return "the server does not accept the certificate in "
                    + server.tls().cert() + " (" + alert.getMessage().strip() + "): " + otherCertificate(server);
        }
        SSLHandshakeException handshake = Causes.find(cause, SSLHandshakeException.class);
        return handshake == null
                ? null
                : handshake.getMessage().strip().replaceAll("\\s*\\R\\s*", "; ") + "; check " + server.role()
                        + ".ssl-mode and the TLS versions that the server takes";
    }
}
