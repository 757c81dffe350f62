package io.adbpg.sync.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the shipped file and the page about settings to the declarations; with {@code -Dsettings.write=true} it writes both
 * instead.
 */
class SettingsPagesTest {
    private static final Path FILE = Path.of("application.properties");
    private static final Path PAGE = Path.of("src/docs/settings.md");
    private static final String REMEDY =
            "write it anew with `mvn test -Dtest=SettingsPagesTest -Dsettings.write=true`, and look at what has changed";

    private static void assertHolds(Path file, String expected) throws IOException {
        if (Boolean.getBoolean("settings.write")) {
            Files.writeString(file, expected);
        }
        assertThat(Files.readString(file)).as("%s: %s", file, REMEDY).isEqualTo(expected);
    }

    @Test
    void shippedFileHoldsWhatIsDeclaredAndNothingElse() throws Exception {
        assertHolds(FILE, SettingsPages.properties());
    }

    /** The job's own between {@code <!-- settings -->} and {@code <!-- /settings -->}; Camel's, if marked, in the same way. */
    @ParameterizedTest
    @ValueSource(strings = {"settings", "camel-options"})
    void pageHoldsTheTable(String mark) throws Exception {
        // given
        assumeTrue(Files.exists(PAGE));
        String page = Files.readString(PAGE);
        Matcher marked = Pattern.compile("(<!-- " + mark + " -->\n).*?(<!-- /" + mark + " -->)", Pattern.DOTALL)
                .matcher(page);
        assumeTrue(marked.find(), "the page has no part that is marked so");

        // when
        String table = SettingsPages.markdown(key -> key.startsWith("camel.") == mark.equals("camel-options"));

        // then
        assertHolds(
                PAGE,
                page.substring(0, marked.start())
                        + marked.group(1)
                        + table
                        + marked.group(2)
                        + page.substring(marked.end()));
    }

    @Test
    void everySentenceEndsAndStaysOutOfTheTablesWay() {
        assertThat(DeclaredSettings.all()).allSatisfy(setting -> assertThat(setting.sentence())
                .as(setting.key())
                .endsWith(".")
                .doesNotContain("|", "\n"));
    }
}
