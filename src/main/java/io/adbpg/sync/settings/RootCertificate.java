package io.adbpg.sync.settings;

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

/** The file with the certificates of the authorities that a server's certificate may come from. */
final class RootCertificate {
    private RootCertificate() {}

    /**
     * Checks that it can be read and holds certificates.
     *
     * @throws Refusal naming the setting, the file and what it must be
     */
    static void check(String key, String file) {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            if (CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
                throw refusal(key, file, "holds no certificate");
            }
        } catch (NoSuchFileException e) {
            throw refusal(key, file, "does not exist");
        } catch (AccessDeniedException e) {
            throw refusal(key, file, "may not be read by this user");
        } catch (IOException | InvalidPathException e) {
            throw refusal(key, file, "can't be read");
        } catch (CertificateException e) {
            throw refusal(key, file, "holds no certificate");
        }
    }

    private static Refusal refusal(String key, String file, String why) {
        return Refusal.usage(key + "=" + Refusal.shown(file) + " " + why
                + ": give the file with the authority's certificate in PEM or DER form, as the server's operator offers"
                + " it");
    }
}
