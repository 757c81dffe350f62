package io.adbpg.sync.link;

import io.adbpg.sync.failure.Message;
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
            throw new UnusableKey(Message.of("is encrypted in OpenSSL's former way, which Java can't read"));
        }
        byte[] der;
        try {
            der = Base64.getMimeDecoder().decode(pem.group(2));
        } catch (IllegalArgumentException e) {
            throw new UnusableKey(Message.of("holds no private key"));
        }
        return belonging(
                switch (pem.group(1)) {
                    case "" -> der;
                    case "ENCRYPTED " -> decrypted(der);
                    case "RSA ", "EC " -> wrapped(der);
                    default -> throw new UnusableKey(Message.of("holds a key of a kind that is not known here"));
                });
    }

    private static boolean isEncrypted(byte[] der) {
        try {
            return Pbes2.encrypted(der) || new EncryptedPrivateKeyInfo(der).getAlgName() != null;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private byte[] decrypted(byte[] der) throws InvalidKeyException {
        if (password.isEmpty()) {
            throw new UnusableKey(Message.of("is encrypted, and there is no password for it"));
        }
        if (Pbes2.encrypted(der)) {
            return Pbes2.decrypt(der, password);
        }
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
            Cipher cipher = Cipher.getInstance(info.getAlgName());
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(info.getAlgName())
                            .generateSecret(new PBEKeySpec(password.toCharArray())),
                    info.getAlgParameters());
            return info.getKeySpec(cipher).getEncoded();
        } catch (InvalidKeyException | InvalidKeySpecException e) {
            throw new UnusableKey(Message.of("can't be decrypted with its password"));
        } catch (GeneralSecurityException | IOException e) {
            throw new UnusableKey(Message.of("is encrypted in a way that Java can't read"));
        }
    }

    /** Returns a key of an older form as PKCS #8: behind a version and the algorithm that the public key names, too. */
    private byte[] wrapped(byte[] key) throws InvalidKeyException {
        byte[] algorithm = Der.of(certified.getEncoded()).child(0).encoded();
        return Der.sequence(new byte[] {0x02, 0x01, 0x00}, algorithm, Der.octets(key));
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
            throw new UnusableKey(Message.of("holds no private key for the certificate's {0} key", algorithm));
        } catch (GeneralSecurityException e) {
            throw new UnusableKey(Message.of("holds a key of a kind that Java can't use"));
        }
        throw new UnusableKey(Message.of("is not the key of the certificate"));
    }
}
