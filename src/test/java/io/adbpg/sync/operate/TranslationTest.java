package io.adbpg.sync.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every message that the source makes and the status page can show is translated, and nothing else. */
class TranslationTest {
    private static final Pattern PLACE = Pattern.compile("\\{\\d+}");
    private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}");
    /** What a person reads, without what stays in every language: names of settings, SQL, places of arguments. */
    private static final Pattern ENGLISH = Pattern.compile("[a-z]{2,} [a-z]{2,}");

    /** What their packages say ends on a terminal alone. */
    private static final Set<String> SILENT = Set.of("command", "demo");

    private static Map<String, String> translated;
    private static SourceMessages messages;

    @BeforeAll
    static void read() throws IOException {
        translated = Translation.read();
        messages = SourceMessages.read(SILENT);
    }

    @Test
    void everyMessageHasATranslation() {
        Set<String> missing = new TreeSet<>(messages.patterns());
        messages.checks().stream().filter(check -> !check.contains("_")).forEach(missing::add);
        missing.removeAll(translated.keySet());

        assertThat(missing).isEmpty();
    }

    @Test
    void everyTranslationIsOfAMessage() {
        Set<String> unused = new TreeSet<>(translated.keySet());
        unused.removeAll(messages.patterns());
        unused.removeAll(messages.checks());

        assertThat(unused).isEmpty();
    }

    /** What is put together at run time is no key, and has no translation. */
    @Test
    void everyMessageIsMadeOfAPatternThatIsConstant() {
        assertThat(messages.others()).isEmpty();
    }

    @Test
    void translationsTakeTheSameArguments() {
        List<String> wrong = new ArrayList<>();
        translated.forEach((english, chinese) -> {
            if (!arguments(english).equals(arguments(chinese))) {
                wrong.add(english);
            }
            // A part of a message has all its arguments, but may say only those of its own part.
            Translation.parts(english, chinese).forEach((part, its) -> {
                if (!arguments(part).equals(arguments(its))) {
                    wrong.add(part + " | " + its);
                }
            });
        });

        assertThat(wrong).isEmpty();
    }

    @Test
    void translationsAreSeparatedWhereTheMessagesAre() {
        Set<String> unlike = new HashSet<>();
        translated.forEach((english, chinese) -> {
            boolean isSplit =
                    english.contains(": ") || english.contains("; correct it there") || english.contains("; check ");
            if (isSplit && Translation.parts(english, chinese).isEmpty()) {
                unlike.add(english);
            }
        });

        assertThat(unlike).isEmpty();
    }

    @Test
    void translationsAreChinese() {
        Set<String> english = translated.entrySet().stream()
                .filter(entry -> ENGLISH.matcher(entry.getKey()).find()
                        && !CHINESE.matcher(entry.getValue()).find())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(english).isEmpty();
    }

    private static Set<String> arguments(String pattern) {
        return PLACE.matcher(pattern).results().map(MatchResult::group).collect(Collectors.toSet());
    }
}
