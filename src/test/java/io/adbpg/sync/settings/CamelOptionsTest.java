package io.adbpg.sync.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CamelOptionsTest {
    @TempDir
    private Path folder;

    @Test
    void optionComesFromDElseTheEnvironmentElseTheFile() throws Exception {
        // given
        Path file = Files.writeString(
                folder.resolve("application.properties"),
                """
                camel.server.host=10.0.0.1
                camel.server.port=1
                camel.main.routes-reload-enabled=true
                """);
        Map<String, String> environment = Map.of("CAMEL_SERVER_PORT", "2", "CAMEL_MAIN_ROUTES_RELOAD_ENABLED", "false");
        Properties defined = new Properties();
        defined.setProperty("camel.server.port", "3");

        // when
        Properties given = CamelOptions.given(SettingsFile.load(file, defined, environment));

        // then
        assertThat(given)
                .isEqualTo(Map.of(
                        "camel.server.host",
                        "10.0.0.1",
                        "camel.server.port",
                        "3",
                        "camel.main.routes-reload-enabled",
                        "false"));
    }

    @Test
    void valueIsCheckedUnlessItRefersToAnotherProperty() {
        assertThatThrownBy(() -> CamelOptions.given(Map.of("camel.server.port", "80a")::get))
                .hasMessage("camel.server.port=80a is not allowed: use a whole number from 0 to 65535");
        assertThatThrownBy(() -> CamelOptions.given(Map.of("camel.management.enabled", "yes")::get))
                .hasMessage("camel.management.enabled=yes is not allowed: use true or false");
        assertThat(CamelOptions.given(Map.of("camel.server.port", "{{my.port}}")::get))
                .isEqualTo(Map.of("camel.server.port", "{{my.port}}"));
    }
}
