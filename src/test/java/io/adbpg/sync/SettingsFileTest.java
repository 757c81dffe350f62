package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
    @TempDir
    private Path folder;

    private final Properties defined = new Properties();

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("application.properties"), text);
    }

    private UnaryOperator<String> load(Path file, Map<String, String> environment) {
        return SettingsFile.load(file, defined::getProperty, environment::get);
    }

    @Test
    void valueOfTheFileCountsIfThereIsNoOther() throws Exception {
        // when
        UnaryOperator<String> settings = load(file("source.password=from file\n"), Map.of());

        // then
        assertThat(settings.apply("source.password")).isEqualTo("from file");
        assertThat(settings.apply("target.password")).isNull();
    }

    @Test
    void environmentBeatsTheFile() throws Exception {
        // when
        UnaryOperator<String> settings =
                load(file("source.ssl-mode=from file\n"), Map.of("SOURCE_SSL_MODE", "from environment"));

        // then
        assertThat(settings.apply("source.ssl-mode")).isEqualTo("from environment");
    }

    @Test
    void systemPropertyBeatsTheEnvironment() throws Exception {
        // given
        defined.setProperty("source.password", "from -D");

        // when
        UnaryOperator<String> settings =
                load(file("source.password=from file\n"), Map.of("SOURCE_PASSWORD", "from environment"));

        // then
        assertThat(settings.apply("source.password")).isEqualTo("from -D");
    }

    @Test
    void unknownSettingIsNamedWithTheKnownOnes() throws Exception {
        // given
        Path file = file("sync.batch-max-row=1\n");

        // then
        assertThatThrownBy(() -> load(file, Map.of()))
                .hasMessageStartingWith("unknown setting sync.batch-max-row in ")
                .hasMessageContaining("sync.batch-max-rows")
                .asInstanceOf(type(Refusal.class))
                .returns(Refusal.USAGE, Refusal::exitStatus);
    }

    @Test
    void settingsOfCamelAreNotOurs() throws Exception {
        // when
        UnaryOperator<String> settings = load(file("camel.main.name=x\nmy.own=y\n"), Map.of());

        // then
        assertThat(settings.apply("my.own")).isEqualTo("y");
    }

    @Test
    void missingFileIsNamedWithItsFolder() {
        assertThatThrownBy(() -> load(folder.resolve("application.properties"), Map.of()))
                .hasMessage(
                        "cannot read %s: no such file; run in the folder that holds it",
                        folder.resolve("application.properties"))
                .asInstanceOf(type(Refusal.class))
                .returns(Refusal.USAGE, Refusal::exitStatus);
    }

    @Test
    void fileThatIsNoPropertiesFileIsRefused() throws Exception {
        // given
        Path file = file("source.password=\\u12\n");

        // then
        assertThatThrownBy(() -> load(file, Map.of()))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("cannot read " + file);
    }
}
