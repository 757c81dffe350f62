package io.adbpg.sync.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adbpg.sync.support.TestAuthority;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of private keys that are read, and what is said of others. */
class KeyFileTest {
    /** Where the older form begins in a key in PKCS #8. */
    private static final Map<String, Integer> OLDER = Map.of("RSA", 26, "EC", 28);

    private static KeyPair pair(String algorithm, int size) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(size);
        return generator.generateKeyPair();
    }

    private static byte[] pem(String kind, byte[] der) {
        return ("Bag Attributes\n-----BEGIN " + kind + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind
                        + "-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @CsvSource({"RSA,2048", "EC,256"})
    void keyIsReadInAllFormsThatLibpqTakes(String algorithm, int size) throws Exception {
        // given
        KeyPair pair = pair(algorithm, size);
        byte[] der = pair.getPrivate().getEncoded();
        byte[] older = Arrays.copyOfRange(der, OLDER.get(algorithm), der.length);
        KeyFile file = new KeyFile(pair.getPublic(), "geheim");

        // then
        assertThat(file.read(der).getEncoded()).isEqualTo(der);
        assertThat(file.read(pem("PRIVATE KEY", der)).getEncoded()).isEqualTo(der);
        assertThat(file.read(pem(algorithm + " PRIVATE KEY", older)).getAlgorithm())
                .isEqualTo(algorithm);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PBEWithHmacSHA256AndAES_256", "PBEWithHmacSHA1AndAES_128", "PBEWithSHA1AndDESede"})
    void encryptedKeyIsReadWithItsPassword(String algorithm) throws Exception {
        // given
        KeyPair pair = pair("EC", 256);
        byte[] der = pair.getPrivate().getEncoded();
        byte[] encrypted = TestAuthority.encrypted(der, algorithm, "geheim");

        // then
        KeyFile file = new KeyFile(pair.getPublic(), "geheim");
        assertThat(file.read(pem("ENCRYPTED PRIVATE KEY", encrypted)).getEncoded())
                .isEqualTo(der);
        assertThat(file.read(encrypted).getEncoded()).isEqualTo(der);
        assertThatThrownBy(() -> new KeyFile(pair.getPublic(), "").read(encrypted))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessage("is encrypted, and there is no password for it");
        assertThatThrownBy(() -> new KeyFile(pair.getPublic(), "other").read(encrypted))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessage("can't be decrypted with its password");
    }

    @Test
    void whatIsNoKeyOfTheCertificateIsTold() throws Exception {
        // given
        KeyPair pair = pair("EC", 256);
        KeyFile file = new KeyFile(pair.getPublic(), "");

        // then
        assertThatThrownBy(() -> file.read(pair("EC", 256).getPrivate().getEncoded()))
                .hasMessage("is not the key of the certificate");
        assertThatThrownBy(() -> file.read(pair("RSA", 2048).getPrivate().getEncoded()))
                .hasMessage("holds no private key for the certificate's EC key");
        assertThatThrownBy(() -> file.read("no key".getBytes(StandardCharsets.US_ASCII)))
                .hasMessage("holds no private key for the certificate's EC key");
        assertThatThrownBy(() -> file.read(
                        "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END EC PRIVATE KEY-----\n"
                                .getBytes(StandardCharsets.US_ASCII)))
                .hasMessage("is encrypted in OpenSSL's former way, which Java can't read");
    }
}
