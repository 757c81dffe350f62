package io.adbpg.sync.link;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A file that a setting names.
 *
 * @param setting the setting's key
 * @param file its value
 * @param wanted what the file must be, for messages
 */
public record CertificateFile(String setting, String file, Message wanted) {
    /** The file with the certificates of the authorities that a server's certificate may come from. */
    public static CertificateFile ofAuthority(String setting, String file) {
        return new CertificateFile(
                setting,
                file,
                Message.of(
                        "give the file with the authority's certificate in PEM or DER form, as the server's operator offers it"));
    }

    /**
     * Returns its certificates, one at least.
     *
     * @throws Refusal naming the setting, the file and what it must be
     */
    public List<X509Certificate> certificates() {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (certificates.isEmpty()) {
                throw refusal(Message.of("holds no certificate"));
            }
            return certificates;
        } catch (IOException | InvalidPathException e) {
            throw unreadable(e);
        } catch (CertificateException e) {
            throw refusal(Message.of("holds no certificate"));
        }
    }

    /** Returns the refusal for a file that can't be read. */
    Refusal unreadable(Exception failure) {
        if (failure instanceof NoSuchFileException) {
            return refusal(Message.of("does not exist"));
        }
        return refusal(
                failure instanceof AccessDeniedException
                        ? Message.of("may not be read by this user")
                        : Message.of("can't be read"));
    }

    /** Returns the refusal for a file that is not what it must be. */
    Refusal refusal(Message why) {
        return Refusal.usage("{0}={1} {2}: {3}", setting, Refusal.shown(file), why, wanted);
    }
}
