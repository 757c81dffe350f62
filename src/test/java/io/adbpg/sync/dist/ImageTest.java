package io.adbpg.sync.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The two ways to an image, the Dockerfile and the pom's profile {@code image}, make the same one; and what tells whether its job is alive. */
class ImageTest {
    private static final XPath XPATH = XPathFactory.newInstance().newXPath();
    private static final Path SCRIPTS = Path.of("src/image/bin");
    private static final String PROGRAM = "/opt/adbpg-sync";
    private static final String DAY = "${project.build.outputTimestamp}";

    @TempDir
    private Path folder;

    private static String dockerfile;
    private static Document pom;
    private static Document archive;
    private HttpServer job;

    @BeforeAll
    static void read() throws Exception {
        dockerfile = Files.readString(Path.of("src/image/Dockerfile")).replace("\\\n", " ");
        pom = parse(Path.of("pom.xml"));
        archive = parse(Path.of("src/dist/archive.xml"));
    }

    private static Document parse(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    }

    @AfterEach
    void stop() {
        if (job != null) {
            job.stop(0);
        }
    }

    /** The texts of an element, such as {@code container/user}, of Jib's configuration. */
    private static List<String> jib(String path) throws XPathExpressionException {
        return texts(pom, "//profile[id='image']//plugin[artifactId='jib-maven-plugin']/configuration/" + path);
    }

    private static List<String> texts(Document document, String path) throws XPathExpressionException {
        NodeList nodes = (NodeList) XPATH.evaluate(path, document, XPathConstants.NODESET);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> nodes.item(i).getTextContent().strip())
                .toList();
    }

    /** What follows a word at the beginning of lines of the Dockerfile. */
    private static List<String> docker(String instruction) {
        return Pattern.compile("^" + instruction + "(.+)$", Pattern.MULTILINE)
                .matcher(dockerfile)
                .results()
                .map(line -> line.group(1))
                .toList();
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @Test
    void bothStartTheSame() throws Exception {
        assertThat(docker("ARG BASE=")).isEqualTo(texts(pom, "//profile[id='image']/properties/jib.from.image"));
        assertThat(docker("USER ")).isEqualTo(jib("container/user"));
        assertThat(docker("WORKDIR ")).isEqualTo(jib("container/workingDirectory"));
        assertThat(docker("ENV CACHE_DIRECTORY=")).isEqualTo(jib("container/environment/CACHE_DIRECTORY"));
        assertThat(docker("ENV ")).hasSameSizeAs(jib("container/environment/*"));
        assertThat(docker("ENTRYPOINT "))
                .containsExactly("[\"" + String.join("\", \"", jib("container/entrypoint/arg")) + "\"]");
    }

    @Test
    void bothHoldTheSame() throws Exception {
        Map<String, List<String>> left = new TreeMap<>();
        for (String into : jib("extraDirectories/paths/path/into")) {
            left.put(into, jib("extraDirectories/paths/path[into='" + into + "']/excludes/exclude"));
        }

        assertThat(docker("COPY --from=unpacked ")).containsExactly("/adbpg-sync " + PROGRAM);
        assertThat(left).containsOnlyKeys("/", "/usr/local/bin", PROGRAM, PROGRAM + "/lib");
        List<String> leftOut = new ArrayList<>();
        left.get(PROGRAM + "/lib").forEach(file -> leftOut.add("/adbpg-sync/lib/" + file));
        left.get(PROGRAM).forEach(file -> leftOut.add("/adbpg-sync/" + file));
        // They are in the layer before.
        assertThat(leftOut.remove("/adbpg-sync/lib/**")).isTrue();
        assertThat(found("(?<= )/adbpg-sync/\\S+", dockerfile)).containsExactlyElementsOf(leftOut);
        assertThat(jib("extraDirectories/paths/path[into='" + PROGRAM + "']/from"))
                .containsExactly(String.join("/", "${project.build.directory}", unpacked(), unpacked()));
    }

    /** The folder that the archive is unpacked as. */
    private static String unpacked() throws XPathExpressionException {
        String name = texts(archive, "/assembly/baseDirectory").get(0);
        assertThat(texts(pom, "//profile[id='release']//plugin[artifactId='maven-assembly-plugin']//finalName"))
                .containsExactly(name);
        return name;
    }

    @Test
    void bothHaveTheSameEmptyFolders() throws Exception {
        List<String> folders = texts(pom, "//profile[id='image']//target/mkdir/@dir");

        assertThat(jib("extraDirectories/paths/path[into='/']/from"))
                .containsExactly("${project.build.directory}/image");
        assertThat(dockerfile).contains("mkdir -p /job \"$CACHE_DIRECTORY\" ");
        assertThat(folders)
                .containsExactly(
                        "${project.build.directory}/image" + docker("WORKDIR ").get(0),
                        "${project.build.directory}/image"
                                + docker("ENV CACHE_DIRECTORY=").get(0));
    }

    @Test
    void bothHaveTheSameCommands() throws Exception {
        List<String> scripts;
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            scripts = files.map(file -> file.getFileName().toString()).sorted().toList();
        }

        assertThat(jib("extraDirectories/paths/path[into='/usr/local/bin']/from"))
                .containsExactly(SCRIPTS.toString());
        assertThat(scripts).containsExactly("adbpg-sync", "is-live");
        assertThat(docker("COPY --chmod=0755 ")).containsExactly(SCRIPTS + "/is-live /usr/local/bin/is-live");
        assertThat(dockerfile).contains("ln -s " + PROGRAM + "/bin/adbpg-sync /usr/local/bin/adbpg-sync ");
        assertThat(Files.readString(SCRIPTS.resolve("adbpg-sync")))
                .endsWith("\nexec " + PROGRAM + "/bin/adbpg-sync \"$@\"\n");
    }

    /** Jib gives all files one mode, whatever they have where they come from. */
    @Test
    void whatTheArchiveHasAsProgramsJibHasToo() throws Exception {
        List<String> programs = texts(archive, "//fileSet[fileMode='0755']/outputDirectory");

        assertThat(programs).containsExactly("bin", "kubernetes");
        assertThat(texts(archive, "//fileSet[fileMode='0755'][outputDirectory='kubernetes']/includes/include"))
                .containsExactly("make-jobs");
        assertThat(jib("extraDirectories/permissions/permission[mode='755']/file"))
                .containsExactly(PROGRAM + "/bin/adbpg-sync", PROGRAM + "/kubernetes/make-jobs", "/usr/local/bin/*");
        assertThat(jib("extraDirectories/permissions/permission[mode='777']/file"))
                .as("where a job's first start writes its class-data archive")
                .isEqualTo(jib("container/environment/CACHE_DIRECTORY"));
    }

    @Test
    void twoBuildsOfAVersionAreTheSame() throws Exception {
        assertThat(jib("container/creationTime")).containsExactly(DAY);
        assertThat(jib("container/filesModificationTime")).containsExactly(DAY);
    }

    @Test
    void jobThatAnswersIsLive() throws Exception {
        start(200);

        assertThat(isLive(Map.of("CAMEL_MANAGEMENT_PORT", port()))).isZero();
    }

    @Test
    void jobThatSaysThatItIsDownIsNotLive() throws Exception {
        start(503);

        assertThat(isLive(Map.of("CAMEL_MANAGEMENT_PORT", port()))).isPositive();
    }

    @Test
    void nobodyIsNotLive() throws Exception {
        start(200);
        String port = port();
        job.stop(0);

        assertThat(isLive(Map.of("CAMEL_MANAGEMENT_PORT", port))).isPositive();
    }

    @Test
    void portMayStandInTheSettingsOfTheJob() throws Exception {
        start(200);
        Files.writeString(
                folder.resolve("application.properties"),
                "# camel.management.port=1\ncamel.management.port = " + port() + "\ncamel.server.port=2\n");

        assertThat(isLive(Map.of())).isZero();
        assertThat(isLive(Map.of("CAMEL_MANAGEMENT_PORT", "1"))).isPositive();
    }

    private void start(int status) throws IOException {
        job = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        job.createContext("/observe/health/live", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        job.start();
    }

    private String port() {
        return Integer.toString(job.getAddress().getPort());
    }

    private int isLive(Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        SCRIPTS.resolve("is-live").toAbsolutePath().toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().putAll(environment);
        return builder.start().waitFor();
    }
}
