package io.adbpg.sync.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.adbpg.sync.failure.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsFileTest {
    @TempDir
    private Path folder;

    private final Properties defined = new Properties();

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("application.properties"), text);
    }

    private UnaryOperator<String> load(Path file, Map<String, String> environment) {
        return SettingsFile.load(file, defined, environment);
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
    void credentialBeatsTheFileAndLosesItsLineBreak() throws Exception {
        // given
        Path handedOn = Files.createDirectory(folder.resolve("handed-on"));
        Files.writeString(handedOn.resolve("source.password"), " from credential\n");
        Files.writeString(handedOn.resolve("target.password"), "\n");

        // when
        UnaryOperator<String> settings = load(
                file("source.password=from file\ntarget.password=of the target\n"),
                Map.of("CREDENTIALS_DIRECTORY", handedOn.toString()));

        // then
        assertThat(settings.apply("source.password")).isEqualTo(" from credential");
        assertThat(settings.apply("target.password")).isEqualTo("of the target");
    }

    @Test
    void credentialsStandBesideTheFileUnlessTheyAreHandedOn() throws Exception {
        // given
        Path beside = Files.createDirectory(folder.resolve("credentials"));
        Files.writeString(beside.resolve("source.password"), "from credential");

        // then
        assertThat(load(file("sync.job=shop\n"), Map.of()).apply("source.password"))
                .isEqualTo("from credential");
        assertThat(load(file("sync.job=shop\n"), Map.of("CREDENTIALS_DIRECTORY", folder.toString()))
                        .apply("source.password"))
                .isNull();
        assertThat(load(file("sync.job=shop\n"), Map.of("SOURCE_PASSWORD", "from environment"))
                        .apply("source.password"))
                .isEqualTo("from environment");
    }

    @Test
    void misspeltCredentialIsNamedWithItsFolder() throws Exception {
        // given
        Path beside = Files.createDirectory(folder.resolve("credentials"));
        Files.writeString(beside.resolve("source.pasword"), "x");

        // then
        assertThatThrownBy(() -> load(file("sync.job=shop\n"), Map.of()))
                .hasMessage("unknown setting source.pasword in %s: write source.password", beside);
    }

    @Test
    void misspeltSettingIsNamedWithTheNearestKnownOne() throws Exception {
        // given
        Path file = file("sync.batch-max-row=1\n");

        // then
        assertThatThrownBy(() -> load(file, Map.of()))
                .hasMessage("unknown setting sync.batch-max-row in %s: write sync.batch-max-rows", file)
                .asInstanceOf(type(Refusal.class))
                .returns(Refusal.USAGE, Refusal::exitStatus);
    }

    @ParameterizedTest
    @CsvSource({
        "SOURCE.PORT, source.port",
        "source_port, source.port",
        "snyc.job, sync.job",
        "camel.sever.port, camel.server.port",
        "sync.httptoken, sync.http-token",
        "camel.server.Port, camel.server.port",
        "camel.main.routesIncludePattern, camel.main.routes-include-pattern"
    })
    void keyThatIsHardlyMeantToBeAnothersIsNamedWithTheNearest(String key, String nearest) throws Exception {
        // given
        Path file = file(key + "=1\n");

        // then
        assertThatThrownBy(() -> load(file, Map.of()))
                .hasMessage("unknown setting %s in %s: write %s", key, file, nearest);
    }

    @Test
    void unknownSettingLikeNoneIsNamedWithTheKnownOnes() throws Exception {
        // given
        Path file = file("sync.frobnicate=1\n");

        // then
        assertThatThrownBy(() -> load(file, Map.of()))
                .hasMessageStartingWith("unknown setting sync.frobnicate in ")
                .hasMessageContaining("known are source.capture, ");
    }

    @Test
    void misspeltSystemPropertyIsRefused() throws Exception {
        // given
        Path file = file("sync.job=shop\n");
        defined.setProperty("sync.jbo", "other");

        // then
        assertThatThrownBy(() -> load(file, Map.of())).hasMessage("unknown setting sync.jbo in -D: write sync.job");
    }

    @Test
    void otherSpellingOfACamelOptionIsRefusedAsSystemProperty() throws Exception {
        // given
        Path file = file("sync.job=shop\n");
        defined.setProperty("camel.server.HOST", "0.0.0.0");

        // then
        assertThatThrownBy(() -> load(file, Map.of()))
                .hasMessage("unknown setting camel.server.HOST in -D: write camel.server.host");
    }

    @Test
    void optionsOfCamelsThatTheShippedFileDoesNotHoldAreLeftToCamel() throws Exception {
        // when
        UnaryOperator<String> settings = load(file("camel.server.path=/x\n"), Map.of());

        // then
        assertThat(settings.apply("camel.server.path")).isEqualTo("/x");
    }

    @Test
    void variablesOfOtherProgramsAreNoMatter() throws Exception {
        // when
        UnaryOperator<String> settings =
                load(file("sync.job=shop\n"), Map.of("SOURCE_DATE_EPOCH", "1", "SYNC_JBO", "x", "TARGET_PROT", "1"));

        // then
        assertThat(settings.apply("sync.job")).isEqualTo("shop");
    }

    @Test
    void keyThatStandsThereTwiceIsRefused() throws Exception {
        // given
        Path file = file("sync.job=a\nsource.host=b\nsync.job=c\n");

        // then
        assertThatThrownBy(() -> load(file, Map.of()))
                .hasMessage("setting sync.job stands in %s twice: remove one of them", file)
                .asInstanceOf(type(Refusal.class))
                .returns(Refusal.USAGE, Refusal::exitStatus);
    }

    @Test
    void byteOrderMarkIsRefusedSinceItWouldHideTheFirstKey() throws Exception {
        // given
        Path file = file("\uFEFFsync.job=shop\n");

        // then
        assertThatThrownBy(() -> load(file, Map.of())).hasMessageContaining("byte order mark");
    }

    @Test
    void otherEncodingThanUtf8IsNamed() throws Exception {
        // given
        Path file = file("");
        Files.writeString(file, "source.database=größe\n", StandardCharsets.ISO_8859_1);

        // then
        assertThatThrownBy(() -> load(file, Map.of())).hasMessageContaining("no text in UTF-8");
    }

    @Test
    void switchOfCamelsIsTrueOrFalse() throws Exception {
        // given
        Path file = file("camel.server.enabled=yes\n");

        // then
        assertThatThrownBy(() -> load(file, Map.of()))
                .hasMessage("camel.server.enabled=yes is not allowed: use true or false");
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
