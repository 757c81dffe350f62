package io.adbpg.sync.catalog;

import java.io.File;

/**
 * How sessions of one end are encrypted, and how both sides prove who they are.
 *
 * @param mode as in libpq: disable, allow, prefer, require, verify-ca or verify-full
 * @param rootCert the file with the certificates of the trusted authorities; blank for libpq's default
 * @param cert the file with the client's certificate; blank if it has none
 * @param key the file with the key of that certificate; blank if it has none
 * @param keyPassword the password of an encrypted key; blank if it is not encrypted
 */
public record Tls(String mode, String rootCert, String cert, String key, String keyPassword) {
    /** No encryption. */
    public static final Tls NONE = of("disable");

    /** A mode without files. */
    public static Tls of(String mode) {
        return new Tls(mode, "", "", "", "");
    }

    /** Returns the file with the certificates of the trusted authorities. */
    public String authorities() {
        if (!rootCert.isBlank()) {
            return rootCert;
        }
        String windows = System.getenv("APPDATA");
        return File.separatorChar == '\\' && windows != null
                ? windows + "\\postgresql\\root.crt"
                : System.getProperty("user.home") + "/.postgresql/root.crt";
    }

    /** Whether the client shows a certificate. */
    public boolean hasCertificate() {
        return !cert.isBlank();
    }

    /** Keeps the password out of whatever prints it. */
    @Override
    public String toString() {
        return mode;
    }
}
