package io.adbpg.sync.status;

import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.failure.Causes;
import io.adbpg.sync.failure.Message;
import java.io.EOFException;
import java.net.ConnectException;
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
    static Message of(SQLException failure, Server server) {
        Message why = why(failure, server);
        return why == null ? null : Message.of("cannot encrypt the connection to {0}: {1}", server, why);
    }

    /** Whether the network or the server ended the connection, which an encrypted one reports as a TLS failure. */
    static boolean isBrokenOff(SQLException failure) {
        return Causes.find(failure, SocketException.class) != null || Causes.find(failure, EOFException.class) != null;
    }

    /**
     * Returns what may be the reason of a login that was broken off; blank if nothing hints at it. With TLS 1.3 a server that does
     * not accept the client's certificate may have closed the connection before the client reads why.
     */
    static Message hint(SQLException failure, Server server) {
        return hint(String.valueOf(failure.getMessage()).startsWith(HANDSHAKE), server);
    }

    /** As {@link #hint}, of a connection that never came about: the server was there, but broke it off. */
    static Message hintOfLogin(SQLException failure, Server server) {
        return hint(isBrokenOff(failure) && Causes.find(failure, ConnectException.class) == null, server);
    }

    private static Message hint(boolean isLikely, Server server) {
        return isLikely && server.tls().hasCertificate()
                ? Message.of(
                        "; if the server does not accept the certificate in {0}, as its log tells then, {1}",
                        server.tls().cert(), otherCertificate(server))
                : Message.NONE;
    }

    private static Message otherCertificate(Server server) {
        return Message.of(
                "set {0}.ssl-cert to one that is valid and comes from an authority in the server's ssl_ca_file",
                server.role());
    }

    private static Message why(SQLException failure, Server server) {
        String said = failure.getMessage() == null ? "" : failure.getMessage();
        if (said.equals(GT.tr("The server does not support SSL."))) {
            return Message.of(
                    "the server has no TLS, which {0}.ssl-mode={1} asks for: set ssl=on with a certificate there; or"
                            + " {0}.ssl-mode=prefer, if all may be sent for anyone to read",
                    server.role(), server.tls().mode());
        }
        if (said.equals(GT.tr(
                "The hostname {0} could not be verified by hostnameverifier {1}.",
                server.certifiedHost(), "PgjdbcHostnameVerifier"))) {
            return Message.of(
                    "its certificate does not name {0}: set {1}.host to a name that it has, or have one made with"
                            + " this name; {1}.ssl-mode=verify-ca does without the name",
                    server.host(), server.role());
        }
        String place = server.tls().authorities();
        if (said.equals(GT.tr("Could not open SSL root certificate file {0}.", place))
                || said.equals(GT.tr("Could not read SSL root certificate file {0}.", place))
                || said.equals(GT.tr("Loading the SSL root certificate {0} into a TrustManager failed.", place))) {
            return Message.of(
                    "{0}.ssl-mode={1} needs the authority's certificate, and {2} can't be read: set"
                            + " {0}.ssl-root-cert to its file",
                    server.role(), server.tls().mode(), place);
        }
        return failure.getCause() == null || isBrokenOff(failure)
                ? null
                : ofCertificate(failure.getCause(), server, place);
    }

    private static Message ofCertificate(Throwable cause, Server server, String place) {
        if (Causes.find(cause, CertificateExpiredException.class) != null) {
            return Message.of(
                    "its certificate, or that of its authority, has expired: have a new one made and installed on"
                            + " the server");
        }
        if (Causes.find(cause, CertificateNotYetValidException.class) != null) {
            return Message.of("its certificate is not valid yet: check the clocks of both machines");
        }
        if (Causes.find(cause, CertPathBuilderException.class) != null
                || Causes.find(cause, CertPathValidatorException.class) != null) {
            return Message.of(
                    "its certificate is not from an authority in {0}: set {1}.ssl-root-cert to the file of the"
                            + " authority that made it",
                    place, server.role());
        }
        SSLException alert = Causes.find(cause, SSLException.class);
        if (server.tls().hasCertificate()
                && alert != null
                && CERTIFICATE_REFUSED
                        .matcher(String.valueOf(alert.getMessage()))
                        .find()) {
            return Message.of(
                    "the server does not accept the certificate in {0} ({1}): {2}",
                    server.tls().cert(), alert.getMessage().strip(), otherCertificate(server));
        }
        SSLHandshakeException handshake = Causes.find(cause, SSLHandshakeException.class);
        return handshake == null
                ? null
                : Message.of(
                        "{0}; check {1}.ssl-mode and the TLS versions that the server takes",
                        handshake.getMessage().strip().replaceAll("\\s*\\R\\s*", "; "), server.role());
    }
}
