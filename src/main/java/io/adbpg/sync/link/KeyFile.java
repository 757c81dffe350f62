package io.adbpg.sync.link;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Reads a private key in the forms that libpq takes: PKCS #8, encrypted or not, and the older ones for RSA and elliptic
 * curves, as PEM; PKCS #8 also as DER.
 */
final class KeyFile {
    private static final Pattern PEM = Pattern.compile(
            "-----BEGIN ([A-Z ]*)PRIVATE KEY-----(.*?)-----END [A-Z ]*PRIVATE KEY-----", Pattern.DOTALL);

    /** What PKCS #5's own scheme is called; what it is made of stands in its parameters. */
    private static final String SCHEME = "PBES2";

    private static final String SCHEME_OID = "1.2.840.113549.1.5.13";
    private static final byte SEQUENCE = 0x30;
    private static final byte OCTETS = 0x04;

    private final PublicKey certified;
    private final String password;

    /**
     * Creates a reader.
     *
     * @param certified the public key to which the private one must belong
     * @param password for an encrypted key
     */
    KeyFile(PublicKey certified, String password) {
        this.certified = certified;
        this.password = password;
    }

    /**
     * Reads the key.
     *
     * @throws InvalidKeyException with the reason, as in "is encrypted"
     */
    PrivateKey read(byte[] content) throws InvalidKeyException {
        Matcher pem = PEM.matcher(new String(content, StandardCharsets.ISO_8859_1));
        if (!pem.find()) {
            return belonging(isEncrypted(content) ? decrypted(content) : content);
        }
        if (pem.group(2).contains("Proc-Type")) {
            throw new InvalidKeyException("is encrypted in OpenSSL's former way, which Java can't read");
        }
        byte[] der;
        try {
            der = Base64.getMimeDecoder().decode(pem.group(2));
        } catch (IllegalArgumentException e) {
            throw new InvalidKeyException("holds no private key", e);
        }
        return belonging(
                switch (pem.group(1)) {
                    case "" -> der;
                    case "ENCRYPTED " -> decrypted(der);
                    case "RSA ", "EC " -> wrapped(der);
                    default -> throw new InvalidKeyException("holds a key of a kind that is not known here");
                });
    }

    private static boolean isEncrypted(byte[] der) {
        try {
            return new EncryptedPrivateKeyInfo(der).getAlgName() != null;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private byte[] decrypted(byte[] der) throws InvalidKeyException {
        if (password.isEmpty()) {
            throw new InvalidKeyException("is encrypted, and there is no password for it");
        }
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
            String said = info.getAlgName();
            // JDK 17 tells the scheme alone; the parameters print what it is made of.
            String algorithm = said.equals(SCHEME) || said.equals(SCHEME_OID)
                    ? info.getAlgParameters().toString()
                    : said;
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray())),
                    info.getAlgParameters());
            return info.getKeySpec(cipher).getEncoded();
        } catch (InvalidKeyException | InvalidKeySpecException e) {
            throw new InvalidKeyException("can't be decrypted with its password", e);
        } catch (GeneralSecurityException | IOException e) {
            throw new InvalidKeyException("is encrypted in a way that Java can't read", e);
        }
    }

    /** Returns a key of an older form as PKCS #8: behind the algorithm that the public key names, too. */
    private byte[] wrapped(byte[] key) {
        byte[] algorithm = first(certified.getEncoded());
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        // The version.
        content.writeBytes(new byte[] {0x02, 0x01, 0x00});
        content.writeBytes(algorithm);
        content.writeBytes(element(OCTETS, key));
        return element(SEQUENCE, content.toByteArray());
    }

    /** Returns the first element of a sequence in DER form. */
    private static byte[] first(byte[] sequence) {
        int begin = content(sequence, 0);
        return Arrays.copyOfRange(sequence, begin, content(sequence, begin) + length(sequence, begin));
    }

    private static int content(byte[] der, int element) {
        int size = der[element + 1];
        return element + 2 + (size < 0 ? size & 0x7F : 0);
    }

    private static int length(byte[] der, int element) {
        if (der[element + 1] >= 0) {
            return der[element + 1];
        }
        int length = 0;
        for (int i = element + 2; i < content(der, element); i++) {
            length = (length << Byte.SIZE) | (der[i] & 0xFF);
        }
        return length;
    }

    private static byte[] element(byte kind, byte[] content) {
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(kind);
        if (content.length < 1 << (Byte.SIZE - 1)) {
            element.write(content.length);
        } else if (content.length < 1 << Byte.SIZE) {
            element.writeBytes(new byte[] {(byte) 0x81, (byte) content.length});
        } else {
            element.writeBytes(new byte[] {(byte) 0x82, (byte) (content.length >> Byte.SIZE), (byte) content.length});
        }
        element.writeBytes(content);
        return element.toByteArray();
    }

    private PrivateKey belonging(byte[] pkcs8) throws InvalidKeyException {
        String algorithm = certified.getAlgorithm();
        try {
            PrivateKey key = KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            Signature signature = Signature.getInstance(
                    switch (algorithm) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> algorithm;
                    });
            signature.initSign(key);
            signature.update(pkcs8);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(pkcs8);
            if (signature.verify(signed)) {
                return key;
            }
        } catch (InvalidKeySpecException e) {
            throw new InvalidKeyException("holds no private key for the certificate's " + algorithm + " key", e);
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("holds a key of a kind that Java can't use", e);
        }
        throw new InvalidKeyException("is not the key of the certificate");
    }
}
