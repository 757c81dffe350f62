package io.adbpg.sync.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.catalog.ReplicationRole;
import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.catalog.Tls;
import io.adbpg.sync.failure.AtTable;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.settings.AlertSettings;
import io.adbpg.sync.settings.BatchLimits;
import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.settings.HttpToken;
import io.adbpg.sync.settings.Settings;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Set;
import org.apache.camel.RuntimeCamelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisTest {
    private static final Settings SETTINGS = new Settings(
            "shop",
            server("source", "s.example.com"),
            server("target", "t.example.com"),
            ReplicationRole.ORIGIN,
            Capture.DEBEZIUM,
            false,
            null,
            Set.of(),
            null,
            new Settings.OnError(false, 1),
            BatchLimits.fixed(1, 1),
            Settings.Vacuum.OFF,
            false,
            false,
            0,
            new HttpToken(""),
            AlertSettings.NONE);

    private static Server server(String role, String host) {
        return new Server(role, host, 5432, "shop", "sync_user", "s3cret", Tls.of("prefer"));
    }

    private static Diagnosis at(String role, Exception failure) {
        return Diagnosis.of(new Failed(role, new RuntimeCamelException(failure)), SETTINGS);
    }

    private static void assertSays(Diagnosis diagnosis, String message, boolean isTransient) {
        assertThat(diagnosis.message().toString()).isEqualTo(message);
        assertThat(diagnosis.isTransient()).isEqualTo(isTransient);
    }

    @Test
    void outOfMemoryIsReportedWithItsRemedy() {
        // when
        Diagnosis diagnosis = at("source", new IllegalStateException(new OutOfMemoryError("Java heap space")));

        // then
        assertThat(diagnosis.message().toString()).startsWith("out of memory (Java heap space) in a heap of ");
        assertThat(diagnosis.isTransient()).isFalse();
    }

    @Test
    void refusalIsReportedAsItIs() {
        // when
        Diagnosis diagnosis = Diagnosis.of(new RuntimeCamelException(Refusal.of("do this")), SETTINGS);

        // then
        assertSays(diagnosis, "do this", false);
    }

    @Test
    void serverThatClosesTheConnectionIsNamed() {
        // when
        Diagnosis diagnosis = at("source", new SQLException("connection failed", "08001", new EOFException()));

        // then
        assertSays(
                diagnosis,
                "cannot reach source s.example.com:5432/shop: the connection was closed before it was ready; check"
                        + " source.host and source.port, and that the server runs",
                false);
    }

    @Test
    void unknownHostIsNamedWithItsSetting() {
        // when
        Diagnosis diagnosis =
                at("source", new SQLException("connection failed", "08001", new UnknownHostException("s.example.com")));

        // then
        assertSays(diagnosis, "cannot reach source s.example.com:5432/shop: unknown host; check source.host", false);
    }

    @Test
    void refusedConnectionIsNamedWithItsSettings() {
        // when
        Diagnosis diagnosis = at("target", new SQLException("refused", "08001", new ConnectException("refused")));

        // then
        assertSays(
                diagnosis,
                "cannot reach target t.example.com:5432/shop: connection refused; check target.host and"
                        + " target.port, and that the server runs",
                false);
    }

    @Test
    void tableAtWhichMemoryRanOutIsNamed() {
        // when
        Diagnosis diagnosis = at("target", AtTable.of("app.documents", new OutOfMemoryError("Java heap space")));

        // then
        assertThat(diagnosis.message().toString())
                .startsWith("out of memory (Java heap space) at a row of table app.documents in a heap of ")
                .contains("larger -Xmx");
    }

    @Test
    void tableOfAValueThatTheSourceCannotPassIsNamed() {
        // when
        SQLException tooLong = new SQLException("ERROR: invalid memory alloc request size 1258291201", "XX000");
        Diagnosis diagnosis = at("source", AtTable.after("app.documents", tooLong));

        // then
        assertThat(diagnosis.message().toString())
                .contains(" after a row of table app.documents: ERROR: invalid memory alloc");
    }

    @Test
    void valueThatNoServerCanPassHasItsRemedy() {
        // when
        Diagnosis diagnosis =
                at("source", new SQLException("ERROR: invalid memory alloc request size 1258291201", "XX000"));

        // then
        assertThat(diagnosis.message().toString()).contains("longer than 1 GB", "leave its column out by `columns`");
    }

    @Test
    void sequenceThatMayNotBeUsedIsToBeGranted() {
        // when
        Diagnosis diagnosis =
                at("target", new SQLException("ERROR: permission denied for sequence notes_number_seq", "42501"));

        // then
        assertThat(diagnosis.message().toString())
                .endsWith(
                        "; run GRANT USAGE ON SEQUENCE … TO \"sync_user\": a column that only the target has takes its values from it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    28P01 | check target.user and target.password, and the server's pg_hba.conf
                    28000 | check target.user and target.password, and the server's pg_hba.conf
                    3D000 | check target.database
                    42501 | grant it as src/docs/servers.md says
                    42P05 | a connection pooler in front of it lends sessions by transaction: let it pool by session (PgBouncer: pool_mode = session), or set target.host and target.port to the server itself
                    """)
    void serverErrorIsReportedWithItsRemedy(String state, String remedy) {
        // when
        Diagnosis diagnosis = at("target", new SQLException("FATAL: no", state));

        // then
        assertSays(diagnosis, "target t.example.com:5432/shop: FATAL: no; " + remedy, false);
    }

    @Test
    void missingReplicaIdentityIsExplainedByTheEndThatWantsIt() {
        // when
        Diagnosis source =
                at("source", new SQLException("ERROR: logical decoding requires wal_level >= logical", "55000"));
        Diagnosis target = at(
                "target",
                new SQLException(
                        "ERROR: cannot delete from table \"t\" because it does not have a replica identity and publishes"
                                + " deletes",
                        "55000"));

        // then
        assertThat(source.message().toString()).endsWith("see \"The source server\" in src/docs/servers.md");
        assertThat(target.message().toString())
                .contains("REPLICA IDENTITY FULL there")
                .doesNotContain("The source server");
    }

    @ParameterizedTest
    @ValueSource(strings = {"57P01", "57P03", "53300", "55006", "40P01", "57P05", "57014", "25P03", "25006"})
    void transientErrorIsWaitedFor(String state) {
        assertThat(at("source", new SQLException("not now", state)).isTransient())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"53100", "53200", "53400", "58030", "58000", "XX000"})
    void serverInTroubleIsAnOutage(String state) {
        // when
        SQLException full = new SQLException("ERROR: could not extend file", state);

        // then
        assertThat(at("target", full).isOutage()).isTrue();
        assertThat(at("target", full).isTransient()).isFalse();
        assertThat(Diagnosis.of(new Refusal(Message.of("can't ask for the position"), full), SETTINGS)
                        .isOutage())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"28P01", "3D000", "42501", "42P01"})
    void whatAPersonMustMendIsNoOutage(String state) {
        assertThat(at("target", new SQLException("ERROR: no", state)).isOutage())
                .isFalse();
    }

    @Test
    void messageOfSeveralLinesBecomesOneLine() {
        // when
        Diagnosis diagnosis = at("target", new SQLException("ERROR: bad\n  Detail: worse\n", "22P02"));

        // then
        assertThat(diagnosis.message().toString())
                .isEqualTo("target t.example.com:5432/shop: ERROR: bad; Detail: worse");
    }

    @Test
    void passwordIsNeverShown() {
        assertThat(at("source", new SQLException("FATAL: no", "28P01"))
                        .message()
                        .toString())
                .doesNotContain("s3cret");
    }

    @Test
    void otherFailureIsReportedByItsCause() {
        // when
        Diagnosis diagnosis = Diagnosis.of(
                new RuntimeCamelException(new IllegalStateException("outer", new SocketTimeoutException("no answer"))),
                SETTINGS);

        // then
        assertSays(diagnosis, "no answer", true);
    }

    @Test
    void failureWithoutAMessageIsReportedByItsType() {
        assertThat(Diagnosis.of(new NullPointerException(), null).message().toString())
                .contains("null pointer");
    }
}
