package io.adbpg.sync.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adbpg.sync.support.TestAuthority;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
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

    /** As {@code openssl pkcs8 -topk8 -v2 des3} makes it; Java can't. */
    private static final String TRIPLE_DES =
            """
            -----BEGIN ENCRYPTED PRIVATE KEY-----
            MIHjME4GCSqGSIb3DQEFDTBBMCkGCSqGSIb3DQEFDDAcBAhvi8BAZDEuFwICCAAw
            DAYIKoZIhvcNAgkFADAUBggqhkiG9w0DBwQIlpap9xEcmgQEgZDYQnyR6SJv4yr7
            1/DXvI/HacJdHmLI6887zWAlvi5uMu8O3oEhH5n26cmx2wO/Yig1lq7CLgacXg1I
            8ESaOz5v06UTvEDC0CP8vPm4d2ex6wTqw2ghf8Xhap4LwWaKHrplR/NsDQUpLl7l
            2A4yk5LTW1JRlJxLEbU0HqNqptgms6ro4QWxVIWVwXRhxIFskF8=
            -----END ENCRYPTED PRIVATE KEY-----
            """;

    private static final String TRIPLE_DES_PUBLIC = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEFURIqyPPJpeNQAVFUPXrwNOKFZ"
            + "qNnbL9U0XAQB1nv6a3rWydYiqL33XsGLoHvL/7b+dOd+GwSyU6mPY1IO5FCw==";

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
    void keyEncryptedWithTripleDesIsRead() throws Exception {
        // given
        byte[] content = TRIPLE_DES.getBytes(StandardCharsets.US_ASCII);
        PublicKey certified = KeyFactory.getInstance("EC")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(TRIPLE_DES_PUBLIC)));

        // then
        assertThat(new KeyFile(certified, "geheim").read(content).getAlgorithm())
                .isEqualTo("EC");
        assertThatThrownBy(() -> new KeyFile(certified, "other").read(content))
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
