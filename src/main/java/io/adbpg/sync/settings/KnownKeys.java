package io.adbpg.sync.settings;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** The keys that there are, and the one that a misspelt key is likely to stand for. */
final class KnownKeys {
    private static final List<String> KEYS =
            DeclaredSettings.all().stream().map(Setting::key).sorted().toList();

    private static final List<String> OUR_PREFIXES = List.of("sync.", "source.", "target.");
    private static final int MOST_LETTERS = 60;
    private static final int MOST_WRONG = 2;

    private KnownKeys() {}

    /** Whether there is this key. */
    static boolean contains(String key) {
        return KEYS.contains(key);
    }

    /** Whether a key can only be meant for the job, not for Camel or a route. */
    static boolean isOurs(String key) {
        return OUR_PREFIXES.stream().anyMatch(key::startsWith);
    }

    /** The job's own keys, in alphabetical order. */
    static List<String> ours() {
        return KEYS.stream().filter(KnownKeys::isOurs).toList();
    }

    /** The key that differs from this one in no more than capitals, dots, dashes and underscores. */
    static Optional<String> same(String key) {
        return KEYS.stream().filter(known -> plain(known).equals(plain(key))).findFirst();
    }

    /** The key that is nearest to this one; empty if none has at most two letters more, fewer or other. */
    static Optional<String> nearest(String key) {
        if (key.length() > MOST_LETTERS) {
            return Optional.empty();
        }
        String plain = plain(key);
        return KEYS.stream()
                .filter(known -> distance(plain, plain(known)) <= MOST_WRONG)
                .min(Comparator.comparingInt(known -> distance(plain, plain(known))));
    }

    private static String plain(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** How many letters have to be put in, taken out or changed to make one word of another. */
    private static int distance(String a, String b) {
        int[] row = IntStream.rangeClosed(0, b.length()).toArray();
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
