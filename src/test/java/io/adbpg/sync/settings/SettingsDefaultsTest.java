package io.adbpg.sync.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A file that an earlier version has written, or a short one, works: what it lacks has its documented default. */
class SettingsDefaultsTest {
    @TempDir
    private Path folder;

    private static Properties shipped() throws IOException {
        Properties shipped = new Properties();
        shipped.load(new StringReader(Files.readString(Path.of("application.properties"))));
        return shipped;
    }

    private UnaryOperator<String> load(Properties values) throws IOException {
        Path file = folder.resolve("application.properties");
        try (var writer = Files.newBufferedWriter(file)) {
            values.store(writer, null);
        }
        return SettingsFile.load(file, new Properties(), Map.of());
    }

    /** What Camel comes to know of its options. */
    private static Properties camelOptions(UnaryOperator<String> lookup) {
        Properties options = new Properties();
        DeclaredSettings.defaults().forEach((key, value) -> {
            if (key.toString().startsWith("camel.")) {
                options.put(key, value);
            }
        });
        options.putAll(CamelOptions.given(lookup));
        return options;
    }

    static List<Setting<?>> all() {
        return DeclaredSettings.all();
    }

    static Stream<Setting<?>> optional() {
        return all().stream().filter(setting -> setting.fallback().isPresent());
    }

    @ParameterizedTest
    @MethodSource("all")
    void keyThatTheFileLacksHasTheShippedValueOrIsMissedByName(Setting<?> setting) throws Exception {
        // given
        UnaryOperator<String> whole = load(shipped());
        Properties values = shipped();
        assertThat(values.remove(setting.key())).isNotNull();
        boolean isNeeded = List.of("sync.job", "source.host", "target.host").contains(setting.key());

        // when
        UnaryOperator<String> lookup = load(values);

        // then
        if (isNeeded) {
            assertThatThrownBy(() -> Settings.read(lookup)).hasMessageStartingWith(setting.key() + " is not set: ");
        } else {
            assertThat(Settings.read(lookup)).isEqualTo(Settings.read(whole));
            assertThat(camelOptions(lookup)).isEqualTo(camelOptions(whole));
        }
    }

    @Test
    void fileWithNothingButWhatIsNeededMeansTheSameAsTheShippedOne() throws Exception {
        // given
        UnaryOperator<String> whole = load(shipped());
        Properties values = shipped();
        optional().forEach(setting -> values.remove(setting.key()));

        // when
        UnaryOperator<String> lookup = load(values);

        // then
        assertThat(values.stringPropertyNames())
                .containsExactlyInAnyOrder(
                        "sync.job",
                        "source.host",
                        "source.database",
                        "source.user",
                        "target.host",
                        "target.database",
                        "target.user");
        assertThat(Settings.read(lookup)).isEqualTo(Settings.read(whole));
        assertThat(camelOptions(lookup)).isEqualTo(camelOptions(whole));
    }

    @ParameterizedTest
    @MethodSource("optional")
    void defaultIsAValueThatMayBeGiven(Setting<?> setting) {
        // when
        Object given = setting.read(Map.of(setting.key(), setting.shipped())::get);

        // then
        assertThat(given).isEqualTo(setting.read(key -> null));
    }

    @Test
    void jobListensOnLoopbackUnlessToldOtherwise() {
        assertThat(DeclaredSettings.defaults())
                .containsEntry("camel.server.host", "127.0.0.1")
                .containsEntry("camel.management.host", "127.0.0.1")
                .containsEntry("camel.component.direct.block", "false");
    }
}
