package io.adbpg.sync.link;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.failure.Worded;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.InvalidKeyException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.X509KeyManager;

/**
 * The certificate that the job shows to a server, with its key. Whatever authorities the server names, it is shown.
 *
 * @param chain the certificate, followed by those of its authorities if the file has them
 */
public record ClientCertificate(List<X509Certificate> chain, PrivateKey key) implements X509KeyManager {
    private static final String ALIAS = "client";

    /** What libpq refuses: rights of the group, and of all others. */
    private static final Set<PosixFilePermission> OF_OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    /**
     * Reads the files.
     *
     * @param role {@code source} or {@code target}: the prefix of the settings, for messages
     * @param password for an encrypted key; else blank
     * @throws Refusal naming the setting, the file and what it must be
     */
    public static ClientCertificate read(String role, String cert, String key, String password) {
        List<X509Certificate> chain = new CertificateFile(
                        role + ".ssl-cert",
                        cert,
                        Message.of(
                                "give the file with the client's certificate in PEM or DER form, as the authority made it"))
                .certificates();
        CertificateFile file = new CertificateFile(
                role + ".ssl-key",
                key,
                Message.of(
                        "give the file with the private key of {0}.ssl-cert in PEM form, with its password, if it has"
                                + " one, in {0}.ssl-password; openssl pkcs8 -topk8 converts it from other forms",
                        role));
        try {
            Path path = Path.of(key);
            byte[] content = Files.readAllBytes(path);
            requirePrivate(file, path);
            return new ClientCertificate(chain, new KeyFile(chain.get(0).getPublicKey(), password).read(content));
        } catch (IOException | InvalidPathException e) {
            throw file.unreadable(e);
        } catch (InvalidKeyException e) {
            throw file.refusal(Worded.of(e));
        }
    }

    /** As in libpq: root's key may be read by a group. */
    private static void requirePrivate(CertificateFile file, Path path) throws IOException {
        if (!Files.getFileStore(path).supportsFileAttributeView("posix")) {
            return;
        }
        Set<PosixFilePermission> theirs = EnumSet.copyOf(OF_OTHERS);
        if (Files.getOwner(path).getName().equals("root")) {
            theirs.remove(PosixFilePermission.GROUP_READ);
        }
        theirs.retainAll(Files.getPosixFilePermissions(path));
        if (!theirs.isEmpty()) {
            throw Refusal.usage(
                    "{0}={1} may be read by others: take their rights away by chmod 600",
                    file.setting(), Refusal.shown(file.file()));
        }
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return Arrays.asList(keyTypes).contains(key.getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return chain.toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return key;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
    }
}
