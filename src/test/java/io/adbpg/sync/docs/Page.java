package io.adbpg.sync.docs;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation, as GitHub reads it.
 *
 * @param path from the project's folder
 * @param prose its lines outside code blocks
 * @param blocks its code blocks
 */
record Page(Path path, List<String> prose, List<Block> blocks) {
    private static final Pattern FENCE = Pattern.compile("\\s*```(\\S*)\\s*");
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*?)(?: +#+)?\\s*");
    private static final Pattern LINK = Pattern.compile("\\[(?:[^\\[\\]]|!\\[[^\\]]*])*]\\(([^)\\s]+)[^)]*\\)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern LINK_TEXT = Pattern.compile("!?\\[([^\\]]*)]\\([^)]*\\)");

    /**
     * A code block.
     *
     * @param language what stands behind its fence; may be blank
     */
    record Block(String language, List<String> lines) {}

    /**
     * Where a link leads.
     *
     * @param file the linked file, from the project's folder
     * @param anchor blank if it leads to the whole file
     */
    record Link(String text, Path file, String anchor) {}

    static Page read(Path path) {
        try {
            return parse(path, Files.readAllLines(path));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + path, e);
        }
    }

    static Page parse(Path path, List<String> lines) {
        List<String> prose = new ArrayList<>();
        List<Block> blocks = new ArrayList<>();
        List<String> block = null;
        for (String line : lines) {
            var fence = FENCE.matcher(line);
            if (block == null && fence.matches()) {
                block = new ArrayList<>();
                blocks.add(new Block(fence.group(1), block));
            } else if (block != null && line.strip().equals("```")) {
                block = null;
            } else if (block != null) {
                block.add(line);
            } else {
                prose.add(line);
            }
        }
        return new Page(path, prose, blocks);
    }

    /** The links to files of the project, images among them. */
    List<Link> links() {
        return LINK.matcher(withoutCode(String.join("\n", prose)))
                .results()
                .map(link -> link.group(1))
                .filter(target -> !target.matches("[a-z]+:.*"))
                .map(this::link)
                .toList();
    }

    private Link link(String target) {
        String decoded = URLDecoder.decode(target, StandardCharsets.UTF_8);
        int hash = decoded.indexOf('#');
        String file = hash < 0 ? decoded : decoded.substring(0, hash);
        Path linked = file.isEmpty() ? path : path.resolveSibling(file).normalize();
        return new Link(target, linked, hash < 0 ? "" : decoded.substring(hash + 1));
    }

    /** The anchors of the headings. */
    Set<String> anchors() {
        Set<String> anchors = new TreeSet<>();
        Map<String, Integer> seen = new HashMap<>();
        for (String line : prose) {
            var heading = HEADING.matcher(line);
            if (heading.matches()) {
                String slug = slug(heading.group(1));
                int before = seen.merge(slug, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? slug : slug + "-" + before);
            }
        }
        return anchors;
    }

    /** What GitHub makes of a heading: letters of any script, digits, hyphens and underscores, in lower case. */
    private static String slug(String heading) {
        return LINK_TEXT
                .matcher(heading)
                .replaceAll("$1")
                .strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{M}\\p{N}\\p{Pc} -]", "")
                .replace(' ', '-');
    }

    /** What stands between backticks, each on one line. */
    List<String> inlineCode() {
        return code(String.join("\n", prose)).toList();
    }

    /** What stands between backticks in a text, each on one line. */
    static Stream<String> code(String text) {
        return CODE.matcher(text)
                .results()
                .map(code -> code.group(1).replaceAll("\\s+", " ").strip());
    }

    private static String withoutCode(String text) {
        return CODE.matcher(text).replaceAll(code -> "x".repeat(Math.max(1, length(code))));
    }

    private static int length(MatchResult code) {
        return code.group().length();
    }

    /** Each command line that the page shows, whether in a block or between backticks. */
    List<String> commands() {
        Stream<String> ofBlocks =
                blocks.stream().flatMap(block -> block.lines().stream()).map(String::strip);
        return Stream.concat(ofBlocks, inlineCode().stream())
                .map(line -> line.startsWith("$ ") ? line.substring(2) : line)
                .flatMap(line -> Stream.of(line.split(" && ", 0)))
                .filter(line -> line.matches("(java|mvn) .*"))
                .toList();
    }
}
