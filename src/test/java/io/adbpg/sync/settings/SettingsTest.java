package io.adbpg.sync.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.catalog.Tls;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Operation;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static Map<String, String> valid() {
        Map<String, String> values = new HashMap<>();
        values.put("sync.job", "shop");
        values.put("sync.initial-load", "copy");
        values.put("sync.initial-load-threads", "2");
        values.put("sync.existing-data", "stop");
        values.put("sync.create-tables", "false");
        values.put("sync.operations", "insert,update,delete");
        values.put("sync.schema-changes", "wait");
        values.put("source.slot-failover", "false");
        values.put("sync.on-error", "stop");
        values.put("sync.quarantine-max-changes", "10000");
        values.put("sync.batch-max-rows", "20000");
        values.put("sync.batch-max-bytes", "16777216");
        values.put("sync.camel-cli", "false");
        values.put("sync.health-max-delay-seconds", "60");
        values.put("source.capture", "debezium");
        for (String role : new String[] {"source", "target"}) {
            values.put(role + ".host", role + ".example.com");
            values.put(role + ".port", "5432");
            values.put(role + ".database", "shop");
            values.put(role + ".user", "sync_user");
            values.put(role + ".password", "s3cret");
            values.put(role + ".ssl-mode", "verify-full");
        }
        return values;
    }

    @Test
    void settingsAreRead() {
        // given
        Map<String, String> values = valid();

        // when
        Settings settings = Settings.read(values::get);

        // then
        assertThat(settings.job()).isEqualTo("shop");
        assertThat(settings.slot()).isEqualTo("adbpg_sync_shop");
        assertThat(settings.operations())
                .containsExactlyInAnyOrder(Operation.INSERT, Operation.UPDATE, Operation.DELETE);
        assertThat(settings.onError()).isEqualTo(new Settings.OnError(false, 10_000));
        assertThat(settings.batchLimits()).isEqualTo(BatchLimits.fixed(20_000, 16_777_216));
        assertThat(settings.camelCli()).isFalse();
        assertThat(settings.capture()).isEqualTo(Capture.DEBEZIUM);
        assertThat(settings.slotFailover()).isFalse();
        assertThat(settings.source())
                .isEqualTo(new Server(
                        "source", "source.example.com", 5432, "shop", "sync_user", "s3cret", Tls.of("verify-full")));
        assertThat(settings.target().url()).isEqualTo("jdbc:postgresql://target.example.com:5432/shop");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sync.job",
                "source.host",
                "source.database",
                "source.user",
                "target.host",
                "target.database",
                "target.user"
            })
    void settingWithoutADefaultIsMissedWithItsKeyAndWhereToGiveIt(String key) {
        // given
        Map<String, String> missing = valid();
        missing.remove(key);
        Map<String, String> blank = valid();
        blank.put(key, " ");

        for (Map<String, String> values : List.of(missing, blank)) {
            // then
            assertThatThrownBy(() -> Settings.read(values::get))
                    .hasMessage(
                            "%s is not set: give it in application.properties or as the environment variable %s",
                            key, Setting.variable(key))
                    .asInstanceOf(type(Refusal.class))
                    .returns(Refusal.USAGE, Refusal::exitStatus);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sync.quarantine-max-changes, 10000",
        "source.port, 5432",
        "source.capture, debezium",
        "sync.camel-cli, false"
    })
    void blankSettingIsRefusedWithWhatLeavingItOutWouldMean(String key, String otherwise) {
        // given
        Map<String, String> values = valid();
        values.put(key, " ");

        // then
        assertThatThrownBy(() -> Settings.read(values::get))
                .hasMessage("%s is blank: give it a value, or remove it, which means %s", key, otherwise)
                .asInstanceOf(type(Refusal.class))
                .returns(Refusal.USAGE, Refusal::exitStatus);
    }

    @Test
    void blankBatchLimitsMeanWhatLeavingThemOutMeans() {
        // given
        Map<String, String> missing = valid();
        missing.remove("sync.batch-max-rows");
        missing.remove("sync.batch-max-bytes");
        Map<String, String> blank = valid();
        blank.put("sync.batch-max-rows", " ");
        blank.put("sync.batch-max-bytes", "");

        for (Map<String, String> values : List.of(missing, blank)) {
            // then
            assertThat(Settings.read(values::get).batchLimits())
                    .returns(50_000, BatchLimits::rows)
                    .returns(16_777_216L, BatchLimits::bytes);
        }
    }

    @Test
    void embeddedServerNeedsNeitherDatabaseNorUser() {
        // given
        Map<String, String> values = valid();
        values.put("target.host", "embedded");
        values.remove("target.database");
        values.remove("target.user");

        // when
        Server target = Settings.read(values::get).target();

        // then
        assertThat(target.database()).isEqualTo("postgres");
        assertThat(target.user()).isEqualTo("postgres");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    sync.job             | Shop         | a-z, 0-9 and _
                    sync.job             | my-shop      | a-z, 0-9 and _
                    sync.initial-load    | yes          | copy, none
                    sync.initial-load-threads | 0       | from 1 to 64
                    sync.existing-data   | delete       | stop, truncate, keep
                    sync.create-tables   | maybe        | true or false
                    sync.operations      | insert,merge | insert, update, delete, truncate
                    sync.schema-changes  | ignore       | one of wait, add-columns, follow
                    sync.dropped-columns | ignore       | one of keep, drop
                    sync.on-error        | skip         | one of stop, quarantine
                    sync.quarantine-max-changes | 0     | from 1 to 1000000
                    sync.batch-max-rows  | 0            | from 1 to
                    sync.batch-max-rows  | many         | a whole number
                    sync.batch-max-rows  | 99999999999  | a whole number
                    sync.batch-max-bytes | 1            | from 65536 to
                    sync.camel-cli       | maybe        | true or false
                    sync.health-max-delay-seconds | -1  | from 0 to
                    sync.health-max-delay-seconds | 60s | a whole number
                    source.port          | 0            | from 1 to 65535
                    source.port          | 65536        | from 1 to 65535
                    target.port          | 5432x        | a whole number
                    source.capture       | wal2json     | one of debezium, pgoutput
                    source.capture       | PGOUTPUT     | one of debezium, pgoutput
                    source.slot-failover | on           | true or false
                    source.ssl-mode      | yes          | verify-ca, verify-full
                    target.ssl-mode      | REQUIRE      | verify-ca, verify-full
                    """)
    void wrongValueIsNamedWithWhatIsAllowed(String key, String value, String allowed) {
        // given
        Map<String, String> values = valid();
        values.put(key, value);

        // then
        assertThatThrownBy(() -> Settings.read(values::get))
                .hasMessageStartingWith(key + "=" + value + " is not allowed: use ")
                .hasMessageContaining(allowed)
                .asInstanceOf(type(Refusal.class))
                .returns(Refusal.USAGE, Refusal::exitStatus);
    }

    @Test
    void jobNameThatIsTooLongForASlotIsRefused() {
        // given
        Map<String, String> values = valid();
        values.put("sync.job", "x".repeat(41));

        // then
        assertThatThrownBy(() -> Settings.read(values::get)).hasMessageContaining("1 to 40");
    }

    @Test
    void passwordMayBeEmpty() {
        // given
        Map<String, String> values = valid();
        values.remove("source.password");

        // then
        assertThat(Settings.read(values::get).source().password()).isEmpty();
    }

    @Test
    void passwordKeepsItsSpaces() {
        // given
        Map<String, String> values = valid();
        values.put("source.password", " a b ");

        // then
        assertThat(Settings.read(values::get).source().password()).isEqualTo(" a b ");
    }

    @Test
    void tokenMayBeLeftOut() {
        // given
        Map<String, String> values = valid();

        // then
        assertThat(Settings.read(values::get).httpToken().isSet()).isFalse();
    }

    @Test
    void tokenIsReadAndNeverPrinted() {
        // given
        Map<String, String> values = valid();
        values.put("sync.http-token", " open-sesame ");

        // when
        Settings settings = Settings.read(values::get);

        // then
        assertThat(settings.httpToken().authorization()).isEqualTo("Bearer open-sesame");
        assertThat(settings.toString()).doesNotContain("sesame");
    }

    @Test
    void tokenThatNoHeaderCanHoldIsRefusedWithoutPrintingIt() {
        // given
        Map<String, String> values = valid();
        values.put("sync.http-token", "öpen sesame");

        // then
        assertThatThrownBy(() -> Settings.read(values::get))
                .hasMessageStartingWith("sync.http-token is not allowed: use ")
                .hasMessageNotContaining("sesame");
    }

    @Test
    void embeddedServerNeedsNoPort() {
        // given
        Map<String, String> values = valid();
        values.put("source.host", "embedded");
        values.remove("source.port");

        // then
        assertThat(Settings.read(values::get).source().isEmbedded()).isTrue();
    }

    @Test
    void captureCanBeChosen() {
        // given
        Map<String, String> values = valid();
        values.put("source.capture", "pgoutput");

        // then
        assertThat(Settings.read(values::get).capture()).isEqualTo(Capture.PGOUTPUT);
    }

    @Test
    void authoritysCertificateThatIsNotThereIsNamed() {
        // given
        Map<String, String> values = valid();
        values.put("target.ssl-root-cert", "no/such.pem");

        // then
        assertThatThrownBy(() -> Settings.read(values::get))
                .hasMessageStartingWith("target.ssl-root-cert=no/such.pem does not exist: give the file")
                .asInstanceOf(type(Refusal.class))
                .returns(Refusal.USAGE, Refusal::exitStatus);
    }

    @Test
    void fileWithoutACertificateIsRefused() {
        // given
        Map<String, String> values = valid();
        values.put("source.ssl-root-cert", "application.properties");

        // then
        assertThatThrownBy(() -> Settings.read(values::get))
                .hasMessageStartingWith("source.ssl-root-cert=application.properties holds no certificate: ");
    }

    @Test
    void authoritysCertificateThatWouldNotBeAskedForIsRefused() {
        // given
        Map<String, String> values = valid();
        values.put("source.ssl-mode", "require");
        values.put("source.ssl-root-cert", "ca.pem");

        // then
        assertThatThrownBy(() -> Settings.read(values::get))
                .hasMessageStartingWith("source.ssl-root-cert=ca.pem is not used by source.ssl-mode=require");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    source.ssl-cert     | client.crt             | needs its key: set source.ssl-key
                    source.ssl-key      | client.key             | needs its certificate: set source.ssl-cert
                    source.ssl-cert,key | no/such.pem            | does not exist: give the file with the client's
                    target.ssl-cert,key | application.properties | holds no certificate: give the file with the client's
                    """)
    void clientCertificateThatIsNotWholeIsRefused(String keys, String file, String says) {
        // given
        Map<String, String> values = valid();
        values.put(keys.replace(",key", ""), file);
        if (keys.endsWith(",key")) {
            values.put(keys.replace("cert,key", "key"), file);
        }

        // then
        assertThatThrownBy(() -> Settings.read(values::get))
                .hasMessageStartingWith(keys.replace(",key", "") + "=" + file + " " + says)
                .asInstanceOf(type(Refusal.class))
                .returns(Refusal.USAGE, Refusal::exitStatus);
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "[::1]"})
    void addressMayBeOfIPv6(String host) {
        // given
        Map<String, String> values = valid();
        values.put("target.host", host);

        // then
        assertThat(Settings.read(values::get).target().url())
                .isEqualTo("jdbc:postgresql://[0:0:0:0:0:0:0:1]:5432/shop");
    }

    @Test
    void clientCertificateThatNobodyWouldSeeIsRefused() {
        // given
        Map<String, String> values = valid();
        values.put("target.ssl-mode", "disable");
        values.put("target.ssl-cert", "client.crt");
        values.put("target.ssl-key", "client.key");

        // then
        assertThatThrownBy(() -> Settings.read(values::get))
                .hasMessage("target.ssl-cert=client.crt is not used by target.ssl-mode=disable: set target.ssl-mode to"
                        + " require or verify-full");
    }

    @Test
    void shippedSettingsStartTheDemo() {
        // when
        Settings settings = Settings.read(SettingsFile.load(Path.of("application.properties")));

        // then
        assertThat(settings.source().isEmbedded()).isTrue();
        assertThat(settings.target().isEmbedded()).isTrue();
        assertThat(settings.capture()).isEqualTo(Capture.DEBEZIUM);
    }

    @Test
    void accountThatDebeziumWouldTakeForSqlIsRefused() {
        // given
        Map<String, String> values = valid();
        values.put("source.user", "o'neill");

        // then
        assertThatThrownBy(() -> Settings.read(values::get))
                .hasMessage("source.user=o'neill holds a quote, which Debezium's engine would take for SQL: set"
                        + " source.capture=pgoutput");

        // when
        values.put("source.capture", "pgoutput");

        // then
        assertThat(Settings.read(values::get).source().user()).isEqualTo("o'neill");
    }
}
