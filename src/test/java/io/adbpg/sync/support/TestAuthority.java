package io.adbpg.sync.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** An authority of a test's own that makes certificates for servers, by the keytool of the JDK. */
public final class TestAuthority {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder;

    /** An authority that keeps its files in a folder, in which there is no other. */
    public TestAuthority(Path folder) throws Exception {
        this.folder = folder;
        make("ca", "-ext", "bc:c");
        pem("ca.pem", "CERTIFICATE", store().getCertificate("ca").getEncoded());
    }

    /** Its own certificate. */
    public Path certificate() {
        return folder.resolve("ca.pem");
    }

    /**
     * Makes a server's key and certificate, {@code <name>.key} and {@code <name>.crt}.
     *
     * @param host such as {@code ip:127.0.0.1} or {@code dns:localhost}
     * @param validity options of keytool that differ from 90 days from now
     */
    public void issue(String name, String host, String... validity) throws Exception {
        List<String> options = new ArrayList<>(List.of("-signer", "ca", "-ext", "san=" + host));
        options.addAll(List.of(validity));
        make(name, options.toArray(String[]::new));
        KeyStore store = store();
        pem(name + ".crt", "CERTIFICATE", store.getCertificate(name).getEncoded());
        pem(name + ".key", "PRIVATE KEY", store.getKey(name, PASSWORD).getEncoded());
    }

    /** Makes another file with the key of {@link #issue}, encrypted: {@code <name>.encrypted.key}. */
    public void encrypt(String name, String password) throws Exception {
        byte[] key = store().getKey(name, PASSWORD).getEncoded();
        pem(name + ".encrypted.key", "ENCRYPTED PRIVATE KEY", encrypted(key, "PBEWithHmacSHA256AndAES_256", password));
    }

    /** Encrypts a private key, as OpenSSL does with the first of these algorithms: AES with PBES2, or an older one. */
    public static byte[] encrypted(byte[] key, String algorithm, String password) throws Exception {
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray())));
        AlgorithmParameters parameters = cipher.getParameters();
        if (algorithm.contains("AES")) {
            AlgorithmParameters scheme = AlgorithmParameters.getInstance("PBES2");
            scheme.init(parameters.getEncoded());
            parameters = scheme;
        }
        return new EncryptedPrivateKeyInfo(parameters, cipher.doFinal(key)).getEncoded();
    }

    /** A file of a server or a client. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    private void make(String name, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                folder.resolve("keys.p12").toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keyalg",
                "EC",
                "-alias",
                name,
                "-dname",
                "CN=" + name));
        command.addAll(List.of(options));
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.txt").toFile())
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new AssertionError("keytool says: " + Files.readString(folder.resolve("keytool.txt")));
        }
    }

    private KeyStore store() throws GeneralSecurityException, IOException {
        return KeyStore.getInstance(folder.resolve("keys.p12").toFile(), PASSWORD);
    }

    private void pem(String file, String kind, byte[] content) throws IOException {
        Path path = Files.writeString(
                folder.resolve(file),
                "-----BEGIN " + kind + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + kind
                        + "-----\n");
        // A server does not take a key that others may read.
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }
}
