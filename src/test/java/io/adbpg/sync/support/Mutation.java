package io.adbpg.sync.support;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Spoils a text file as people, editors and disks do: by the same seed always in the same way.
 *
 * @param seed what all that happens follows from
 */
public record Mutation(long seed) {
    private static final List<String> VALUES = List.of(
            "",
            " ",
            "-1",
            "0",
            "1e3",
            "99999999999999999999",
            "3.5",
            "10MB",
            "TRUE",
            "null",
            "[]",
            "{}",
            "gr\u00F6\u00DFe",
            "\uFF11\uFF12",
            "\u0000",
            "\u001B[31m",
            "{{nope}}",
            "{{",
            "${exec}",
            "'",
            "\"",
            "\\",
            "&x y",
            "*x",
            "!!java.io.File x",
            "x".repeat(1_000_000));

    /** The spoilt content of a file. */
    public byte[] of(String text) {
        Random random = new Random(seed);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(14)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> flipped(bytes, random);
            case 2 -> ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8);
            case 3 -> text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
            case 4 -> text.getBytes(StandardCharsets.UTF_16);
            case 5 -> (text + text).getBytes(StandardCharsets.UTF_8);
            case 6 -> (text + "- ".repeat(5000) + "x\n").getBytes(StandardCharsets.UTF_8);
            case 7 -> (aliases() + text).getBytes(StandardCharsets.UTF_8);
            default -> lines(text, random).getBytes(StandardCharsets.UTF_8);
        };
    }

    private static byte[] flipped(byte[] bytes, Random random) {
        byte[] flipped = bytes.clone();
        for (int i = 0; i <= random.nextInt(3); i++) {
            flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    /** Few lines that stand for a billion words. */
    private static String aliases() {
        StringBuilder aliases = new StringBuilder("- a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (char name = 'b'; name < 'k'; name++) {
            String before = "*" + (char) (name - 1) + ", ";
            aliases.append("  ").append(name).append(": &").append(name).append(" [");
            aliases.append(before.repeat(9)).append("x]\n");
        }
        return aliases.toString();
    }

    private static String lines(String text, Random random) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        int place = random.nextInt(lines.size());
        String line = lines.get(place);
        switch (random.nextInt(7)) {
            case 0 -> lines.set(place, "\t" + line);
            case 1 -> lines.set(place, "  " + line);
            case 2 -> lines.set(place, line + "   ");
            case 3 -> lines.remove(place);
            case 4 -> lines.add(place, line);
            case 5 -> lines.set(place, misspelt(line, random));
            default -> lines.set(place, line.split("[=:]", 2)[0] + (line.contains("=") ? "=" : ": ") + value(random));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String value(Random random) {
        return VALUES.get(random.nextInt(VALUES.size()));
    }

    private static String misspelt(String line, Random random) {
        int place = random.nextInt(line.length() + 1);
        String letter = String.valueOf((char) ('a' + random.nextInt(26)));
        return line.substring(0, place) + letter + line.substring(Math.min(line.length(), place + random.nextInt(2)));
    }
}
