package io.adbpg.sync.link;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Properties;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.postgresql.PGProperty;
import org.postgresql.ssl.NonValidatingFactory;
import org.postgresql.ssl.WrappedFactory;

/**
 * Encrypts sockets, and shows the server the client's certificate. pgjdbc finds this class by name.
 *
 * <p>pgjdbc's own factory reads few of the forms that a key may have, and asks for its password on the console.
 */
public final class CertifiedSockets extends WrappedFactory {
    /** The property with the role of the server, for messages. */
    public static final String ROLE = "adbpg.sync.role";

    /** @param login the properties of the connection, with {@link #ROLE} */
    public CertifiedSockets(Properties login) throws GeneralSecurityException, IOException {
        String password = PGProperty.SSL_PASSWORD.getOrDefault(login);
        ClientCertificate certificate = ClientCertificate.read(
                login.getProperty(ROLE),
                PGProperty.SSL_CERT.getOrDefault(login),
                PGProperty.SSL_KEY.getOrDefault(login),
                password == null ? "" : password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {certificate}, trusting(login), null);
        factory = context.getSocketFactory();
    }

    private static TrustManager[] trusting(Properties login) throws GeneralSecurityException, IOException {
        if (!PGProperty.SSL_MODE.getOrDefault(login).startsWith("verify-")) {
            return new TrustManager[] {new NonValidatingFactory.NonValidatingTM()};
        }
        KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
        authorities.load(null, null);
        CertificateFile file = CertificateFile.ofAuthority(
                login.getProperty(ROLE) + ".ssl-root-cert", PGProperty.SSL_ROOT_CERT.getOrDefault(login));
        for (X509Certificate authority : file.certificates()) {
            authorities.setCertificateEntry(Integer.toString(authorities.size()), authority);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(authorities);
        return trust.getTrustManagers();
    }
}
