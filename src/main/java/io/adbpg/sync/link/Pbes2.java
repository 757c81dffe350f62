package io.adbpg.sync.link;

import io.adbpg.sync.failure.Message;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** Decrypts a private key by the scheme PBES2 of PKCS #5, as OpenSSL encrypts it; Java itself does so only with AES. */
final class Pbes2 {
    /** The object identifier of the scheme, in hexadecimal like those below. */
    private static final String SCHEME = "2a864886f70d01050d";

    private static final String PBKDF2 = "2a864886f70d01050c";
    private static final String SHA1 = "2a864886f70d0207";
    private static final Map<String, String> DIGESTS = Map.of(
            SHA1,
            "SHA1",
            "2a864886f70d0208",
            "SHA224",
            "2a864886f70d0209",
            "SHA256",
            "2a864886f70d020a",
            "SHA384",
            "2a864886f70d020b",
            "SHA512");

    private static final Map<String, Algorithm> CIPHERS = Map.of(
            "2a864886f70d0307",
            new Algorithm("DESede", 192),
            "608648016503040102",
            new Algorithm("AES", 128),
            "608648016503040116",
            new Algorithm("AES", 192),
            "60864801650304012a",
            new Algorithm("AES", 256));

    private Pbes2() {}

    private record Algorithm(String name, int bits) {}

    /** Whether a key in DER form is encrypted by this scheme. */
    static boolean encrypted(byte[] der) {
        try {
            return Der.of(der).child(0).child(0).hex().equals(SCHEME);
        } catch (InvalidKeyException e) {
            return false;
        }
    }

    /**
     * Decrypts a key.
     *
     * @throws InvalidKeyException if the password is wrong, or the cipher unknown
     */
    static byte[] decrypt(byte[] der, String password) throws InvalidKeyException {
        Der key = Der.of(der);
        Der scheme = key.child(0).child(1);
        Der derivation = scheme.child(0);
        Der parameters = derivation.child(1);
        Der salt = parameters.child(0);
        Der count = parameters.child(1);
        Algorithm algorithm = CIPHERS.get(scheme.child(1).child(0).hex());
        // Behind salt, count and perhaps the key's length; SHA-1 is not named.
        List<Der> all = parameters.children();
        Der last = all.get(all.size() - 1);
        String digest = DIGESTS.get(last.isSequence() ? last.child(0).hex() : SHA1);
        if (!derivation.child(0).hex().equals(PBKDF2) || algorithm == null || digest == null) {
            throw new UnusableKey(Message.of("is encrypted in a way that is not known here"));
        }
        PBEKeySpec spec = new PBEKeySpec(
                password.toCharArray(), salt.value(), new BigInteger(count.value()).intValueExact(), algorithm.bits());
        try {
            byte[] secret = SecretKeyFactory.getInstance("PBKDF2WithHmac" + digest)
                    .generateSecret(spec)
                    .getEncoded();
            Cipher cipher = Cipher.getInstance(algorithm.name() + "/CBC/PKCS5Padding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(secret, algorithm.name()),
                    new IvParameterSpec(scheme.child(1).child(1).value()));
            return cipher.doFinal(key.child(1).value());
        } catch (GeneralSecurityException e) {
            throw new UnusableKey(Message.of("can't be decrypted with its password"));
        }
    }
}
