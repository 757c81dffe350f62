package io.adbpg.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.Main;
import io.adbpg.sync.command.Commands;
import io.adbpg.sync.docs.Page.Block;
import io.adbpg.sync.docs.Page.Link;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The README and the pages under {@code src/docs}: what they link to, name and show is there. */
class PagesTest {
    private static final Path README = Path.of("README.md");
    private static final Path DOCS = Path.of("src/docs");
    private static final int MOST_BYTES_OF_README = 10_000;

    private static final String JAR = " -jar target/adbpg-sync.jar";
    private static final Set<String> PHASES = Set.of("package", "test", "verify");
    private static final Set<String> GOALS = Set.of("spotless:apply", "jib:build");
    private static final Set<String> OPTIONS_OF_MAVEN = Set.of("-B", "-q", "-o", "-ntp");
    private static final Pattern PROFILE = Pattern.compile("<profile>\\s*<id>([^<]+)</id>");
    private static final Pattern SETTING = Pattern.compile("((?:sync|source|target)\\.[a-z][a-z-]*)(?:=.*)?");
    private static final Pattern NAMED_PAGE = Pattern.compile("src/docs/[\\w/-]+\\.md");
    /** A row of the reference of settings: key and default. */
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| ([^|]+) \\|.*");
    /** A class of tests, and perhaps one of its methods. */
    private static final Pattern TESTS = Pattern.compile("([A-Z]\\w+(?:IT|Test))(?:\\.(\\w+))?");

    /** Files whose names look like settings. */
    private static final Pattern FILE = Pattern.compile("(source|target)\\.(sql|\\w+-from)");

    private static final Map<Path, Page> PAGES = new TreeMap<>();
    private static String pom;
    private static String sources;

    @BeforeAll
    static void readPages() throws IOException {
        for (Path path : files(DOCS)) {
            if (path.toString().endsWith(".md")) {
                PAGES.put(path, Page.read(path));
            }
        }
        PAGES.put(README, Page.read(README));
        pom = Files.readString(Path.of("pom.xml"));
        StringBuilder text = new StringBuilder();
        for (Path root : List.of(Path.of("src/test/java"), Path.of("src/bench/java"))) {
            for (Path path : files(root)) {
                text.append(path).append('\n').append(Files.readString(path)).append('\n');
            }
        }
        sources = text.toString();
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> found = Files.walk(root)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void readmeIsShort() throws IOException {
        assertThat(Files.size(README)).isLessThanOrEqualTo(MOST_BYTES_OF_README);
    }

    @Test
    void changesBeginWithTheVersionOfTheProject() {
        String version = pom.replaceFirst("(?s).*?<artifactId>adbpg-sync</artifactId>\\s*<version>([^<]+)<.*", "$1");

        assertThat(PAGES.get(DOCS.resolve("changes.md")).prose().stream().filter(line -> line.startsWith("## ")))
                .first()
                .isEqualTo("## " + version);
    }

    @Test
    void everyLinkLeadsSomewhere() {
        List<String> dead = new ArrayList<>();
        for (Page page : PAGES.values()) {
            for (Link link : page.links()) {
                Page linked = PAGES.get(link.file());
                boolean isThere = link.anchor().isEmpty()
                        ? Files.isRegularFile(link.file())
                        : linked != null && linked.anchors().contains(link.anchor());
                if (!isThere) {
                    dead.add(page.path() + " links to " + link.text());
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void everyFileIsReachedFromTheReadme() throws IOException {
        // when
        Set<Path> reached = new TreeSet<>();
        Deque<Path> left = new ArrayDeque<>(List.of(README));
        while (!left.isEmpty()) {
            Path next = left.remove();
            if (reached.add(next) && PAGES.containsKey(next)) {
                PAGES.get(next).links().forEach(link -> left.add(link.file()));
            }
        }

        // then
        assertThat(reached).containsAll(files(DOCS));
    }

    @Test
    void everyCommandExists() {
        List<String> wrong = new ArrayList<>();
        CommandLine program = program();
        Set<String> subcommands = program.getSubcommands().keySet();
        for (Page page : PAGES.values()) {
            Stream<String> abbreviated = page.inlineCode().stream()
                    .filter(code -> code.contains(" ") && subcommands.contains(code.split(" ", 2)[0]))
                    .map(code -> "java" + JAR + " " + code);
            Stream.concat(page.commands().stream(), abbreviated)
                    .flatMap(command ->
                            problems(program, command).map(problem -> page.path() + ": " + command + ": " + problem))
                    .forEach(wrong::add);
        }
        assertThat(wrong).isEmpty();
    }

    private static CommandLine program() {
        return Commands.addTo(new CommandLine(new Main()));
    }

    private static Stream<String> problems(CommandLine program, String command) {
        return command.startsWith("mvn ") ? problemsOfMaven(command) : problemsOfProgram(program, command);
    }

    private static Stream<String> problemsOfProgram(CommandLine program, String command) {
        int jar = command.indexOf(JAR);
        if (jar < 0) {
            // A program among the tests.
            String main = command.substring(command.lastIndexOf(' ') + 1).replace('.', '/');
            return sources.contains("/" + main + ".java\n") ? Stream.empty() : Stream.of("runs another jar");
        }
        // As in a synopsis: optional parts in brackets, an ellipsis for more of them.
        String arguments = command.substring(jar + JAR.length())
                .replaceAll("[\\[\\]…]", "")
                .strip();
        if (arguments.isEmpty() || arguments.equals("COMMAND")) {
            return Stream.empty();
        }
        try {
            program.parseArgs(arguments.split("\\s+", 0));
            return Stream.empty();
        } catch (ParameterException e) {
            return Stream.of(e.getMessage());
        }
    }

    private static Stream<String> problemsOfMaven(String command) {
        Set<String> profiles =
                PROFILE.matcher(pom).results().map(profile -> profile.group(1)).collect(Collectors.toSet());
        return Arrays.stream(command.split("\\s+", 0)).skip(1).filter(argument -> {
            if (argument.startsWith("-P")) {
                return !profiles.contains(argument.substring(2));
            }
            if (argument.startsWith("-D")) {
                return !isProperty(argument.substring(2).split("=", 2));
            }
            return argument.startsWith("-")
                    ? !OPTIONS_OF_MAVEN.contains(argument)
                    : !PHASES.contains(argument) && !GOALS.contains(argument);
        });
    }

    /** Whether the build, or a test, knows this property; the classes that choose tests must be there. */
    private static boolean isProperty(String[] property) {
        return switch (property[0]) {
            case "skipTests", "maven.test.skip", "surefire.failIfNoSpecifiedTests" -> true;
            case "test", "it.test" -> property[1].equals("none") || sources.contains("/" + property[1] + ".java\n");
            default -> pom.contains("<" + property[0] + ">") || sources.contains("\"" + property[0] + "\"");
        };
    }

    @Test
    void everyOptionExists() {
        Set<String> known = new TreeSet<>();
        collectOptions(program(), known);
        assertThat(named("(--[a-z-]+)", known)).isEmpty();
    }

    private static void collectOptions(CommandLine command, Set<String> known) {
        command.getCommandSpec().options().forEach(option -> known.addAll(List.of(option.names())));
        command.getSubcommands().values().forEach(subcommand -> collectOptions(subcommand, known));
    }

    @Test
    void everySettingExists() throws IOException {
        assertThat(named(SETTING.pattern(), shipped())).isEmpty();
    }

    @Test
    void settingsAreDescribedInBothLanguages() throws IOException {
        // when
        Map<String, String> english = settings(DOCS.resolve("settings.md"));
        Map<String, String> chinese = settings(DOCS.resolve("zh-CN/settings.md"));
        chinese.replaceAll((key, value) -> value.equals("空") ? "blank" : value);

        // then
        assertThat(english.keySet())
                .containsExactlyInAnyOrderElementsOf(shipped().stream()
                        .filter(key -> !key.startsWith("camel."))
                        .toList());
        assertThat(chinese).isEqualTo(english);
    }

    private static Set<String> shipped() throws IOException {
        Properties shipped = new Properties();
        try (var reader = Files.newBufferedReader(Path.of("application.properties"), StandardCharsets.UTF_8)) {
            shipped.load(reader);
        }
        return shipped.stringPropertyNames();
    }

    /** From a key in the reference of settings to its default. */
    private static Map<String, String> settings(Path page) {
        List<String> lines = PAGES.get(page).prose();
        Map<String, String> settings = new TreeMap<>();
        lines.subList(lines.indexOf("<!-- settings -->"), lines.indexOf("<!-- /settings -->")).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .forEach(row -> settings.put(row.group(1), row.group(2)));
        return settings;
    }

    /** What pages name between backticks that looks like this, and is not known. */
    private static List<String> named(String pattern, Set<String> known) {
        Pattern wanted = Pattern.compile(pattern);
        return PAGES.values().stream()
                .flatMap(page -> page.inlineCode().stream()
                        .filter(code -> !FILE.matcher(code).lookingAt())
                        .flatMap(code -> wanted.matcher(code).results().filter(found -> found.start() == 0))
                        .map((MatchResult found) -> found.group(1))
                        .filter(name -> !known.contains(name))
                        .map(name -> page.path() + ": " + name))
                .toList();
    }

    /** The last column of their tables names tests. */
    @Test
    void everyTestThatHoldsACaseIsThere() {
        List<String> missing = new ArrayList<>();
        for (String page : List.of("native-cases.md", "stream-limits.md")) {
            for (String line : PAGES.get(DOCS.resolve(page)).prose()) {
                String[] cells = line.split("\\|", -1);
                if (cells.length > 4) {
                    Page.code(cells[cells.length - 2])
                            .filter(test -> !isTest(test))
                            .forEach(test -> missing.add(page + ": " + test));
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static boolean isTest(String name) {
        Matcher test = TESTS.matcher(name);
        if (test.matches()) {
            return sources.contains("/" + test.group(1) + ".java\n")
                    && (test.group(2) == null || sources.contains("void " + test.group(2) + "("));
        }
        return Stream.of("scenarios", "schema-changes")
                .anyMatch(folder -> Files.isDirectory(Path.of("src/test/resources", folder, name)));
    }

    /** Messages and comments send users to pages. */
    @Test
    void everyPageThatTheProgramNamesIsThere() throws IOException {
        List<Path> files = new ArrayList<>(List.of(Path.of("application.properties")));
        files.addAll(files(Path.of("routes")));
        files.addAll(files(Path.of("src/main")));
        List<String> missing = new ArrayList<>();
        for (Path file : files) {
            NAMED_PAGE
                    .matcher(Files.readString(file))
                    .results()
                    .filter(page -> !PAGES.containsKey(Path.of(page.group())))
                    .forEach(page -> missing.add(file + ": " + page.group()));
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void statementsForAccountsAreThoseOfTheFiles() throws IOException {
        String files = Files.readString(DOCS.resolve("accounts/source.sql"))
                + Files.readString(DOCS.resolve("accounts/target.sql"));
        for (Page page : PAGES.values()) {
            List<String> statements = page.blocks().stream()
                    .filter(block -> block.language().equals("sql"))
                    .map(Block::lines)
                    .flatMap(List::stream)
                    .filter(line -> !line.isBlank() && !line.startsWith("--"))
                    .toList();
            assertThat(statements).as(page.path().toString()).allMatch(files::contains);
        }
    }
}
