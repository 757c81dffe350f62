package io.adbpg.sync.support;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The programs of a PostgreSQL version, out of a jar in {@code target/kernels}: the build puts them there, or somebody who wants to try
 * another version.
 *
 * @param version such as 9.6 or 18
 */
record ServerBinaries(String version) implements PgBinaryResolver {
    private static final Path FOLDER = Path.of("target/kernels");

    /** Those that the program itself starts come from the class path. */
    static PgBinaryResolver of(String version) {
        return version.equals(Integer.toString(TestServers.VERSION))
                ? DefaultPostgresBinaryResolver.INSTANCE
                : new ServerBinaries(version);
    }

    @Override
    public InputStream getPgBinary(String system, String machine) throws IOException {
        Path jar = FOLDER.resolve(version + ".jar");
        if (!Files.exists(jar)) {
            throw new IOException(jar + " is missing: run mvn pre-integration-test, with -Pmatrix for all versions");
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            JarEntry archive = file.stream()
                    .filter(entry -> entry.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow();
            try (InputStream bytes = file.getInputStream(archive)) {
                return new ByteArrayInputStream(bytes.readAllBytes());
            }
        }
    }
}
