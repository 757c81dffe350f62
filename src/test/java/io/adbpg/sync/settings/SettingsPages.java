package io.adbpg.sync.settings;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What the declarations make of the shipped {@code application.properties} and of the documentation's tables. */
final class SettingsPages {
    private static final int WIDTH = 128;
    private static final int RULE_WIDTH = 124;

    private SettingsPages() {}

    /** The text of the shipped {@code application.properties}. */
    static String properties() {
        List<String> lines = new ArrayList<>(
                wrapped("A job's settings. Each can be overridden by an environment variable (source.password:"
                        + " SOURCE_PASSWORD) and by -D. Only sync.job and each end's host, database and user have to be"
                        + " given: for any other that is left out, the value below counts."));
        for (SettingGroup group : DeclaredSettings.groups()) {
            String title = "# ---- " + group.title() + " ";
            lines.add("");
            lines.add(title + "-".repeat(RULE_WIDTH - title.length()));
            for (Setting<?> setting : group.settings()) {
                lines.addAll(wrapped(setting.sentence().replace("`", "")));
                lines.add(setting.key() + "=" + setting.shipped());
            }
        }
        return String.join("\n", lines) + "\n";
    }

    /** The rows of a table of settings, with its head, for a page in Markdown; a default of – stands for none. */
    static String markdown(Predicate<String> keys) {
        return DeclaredSettings.all().stream()
                .filter(setting -> keys.test(setting.key()))
                .map(setting ->
                        "| `" + setting.key() + "` | " + fallback(setting) + " | " + setting.sentence() + " |\n")
                .collect(joining("", "| Key | Default | Meaning |\n|---|---|---|\n", ""));
    }

    private static String fallback(Setting<?> setting) {
        return setting.fallback()
                .map(text -> text.isEmpty() ? "blank" : "`" + text + "`")
                .orElse("–");
    }

    private static List<String> wrapped(String comment) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder("#");
        for (String word : comment.split(" ", -1)) {
            if (line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder("#");
            }
            line.append(' ').append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
