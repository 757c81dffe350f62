package io.adbpg.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The jar carries licence and notices, and its list of licences names each library of {@code target/lib}. */
class ThirdPartyIT {
    private static final Path JAR = Path.of("target/adbpg-sync.jar");
    private static final String LIST = "META-INF/THIRD-PARTY.txt";

    /** Licence, name, and in brackets the coordinates: group, artifact, version. */
    private static final Pattern LINE =
            Pattern.compile("(?m)^ +\\(.+\\) .*\\([\\w.-]+:([\\w.-]+):([\\w.-]+) - \\S*\\)$");

    @Test
    void jarCarriesLicenceAndNotices() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(List.of("META-INF/LICENSE", "META-INF/NOTICE", LIST))
                    .allMatch(file -> jar.getEntry(file) != null);
        }
    }

    /** If this fails: {@code mvn -Plicences -DskipTests package}. */
    @Test
    void listNamesTheLibrariesOfTheClassPath() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            // given
            String list = new String(jar.getInputStream(jar.getEntry(LIST)).readAllBytes(), StandardCharsets.UTF_8);
            String classPath = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);

            // when
            Stream<String> listed = LINE.matcher(list)
                    .results()
                    .map((MatchResult line) -> "lib/" + line.group(1) + "-" + line.group(2) + ".jar");

            // then
            assertThat(listed).containsExactlyInAnyOrder(classPath.split(" ", 0));
        }
    }
}
