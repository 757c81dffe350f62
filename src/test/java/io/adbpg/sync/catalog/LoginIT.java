package io.adbpg.sync.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.link.LinkCut;
import io.adbpg.sync.link.LinkGuard;
import io.adbpg.sync.support.FaultyLink;
import io.adbpg.sync.support.Pooler;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** No session of the job waits without a limit, and none is used again after a limit was reached. */
class LoginIT {
    private static final TestDatabase DATABASE = TestServers.newTarget();
    private static final String COPY = "COPY slow FROM STDIN";
    /** As many sessions as a login behind a pooler takes to look at it. */
    private static final int POOL = 3;

    private static Server server(int port) {
        return new Server("target", "127.0.0.1", port, DATABASE.name(), "postgres", "", Tls.NONE);
    }

    private static void createSlowTable(String seconds) {
        DATABASE.run("DROP TABLE IF EXISTS slow; CREATE TABLE slow (id int);"
                + " CREATE OR REPLACE FUNCTION sleep() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN PERFORM pg_sleep(" + seconds + "); RETURN NEW; END';"
                + " CREATE TRIGGER sleep BEFORE INSERT ON slow FOR EACH ROW EXECUTE PROCEDURE sleep()");
    }

    private static void copy(Connection connection) throws Exception {
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(COPY, new ByteArrayInputStream("1\n".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void connectionIsNotUsedAgainAfterATimeoutWithinCopy() throws Exception {
        // given
        createSlowTable("2");
        try (Connection connection = server(DATABASE.port()).connect("login_1");
                Statement statement = connection.createStatement()) {
            connection.setNetworkTimeout(Runnable::run, 500);
            int pid = connection.unwrap(PGConnection.class).getBackendPID();

            // when
            assertThatThrownBy(() -> copy(connection)).isInstanceOf(Exception.class);
            // The answer to the COPY would be taken for that to the next statement.
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> DATABASE.rows("SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND pid = " + pid)
                            .isEmpty());

            // then
            assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
            assertThat(connection.isValid(1)).isFalse();
        }
    }

    @Test
    void slowTriggerUnderCopyIsNotMistakenForADeadConnection() throws Exception {
        // given
        createSlowTable("11");
        Server server = server(DATABASE.port());
        try (LinkGuard guard = LinkGuard.start(server.watch("login_2"));
                Connection connection = server.connect("login_2")) {
            assertThat(guard).isNotNull();

            // when
            copy(connection);

            // then
            assertThat(DATABASE.value("SELECT count(*) FROM slow")).isEqualTo("1");
        }
    }

    @Test
    void forgottenConnectionIsCutAndItsSessionEnded() throws Exception {
        // given
        try (FaultyLink link = new FaultyLink(DATABASE.port());
                LinkGuard guard = LinkGuard.start(server(link.port()).watch("login_3"));
                Connection connection = server(link.port()).connect("login_3");
                Statement statement = connection.createStatement()) {
            assertThat(guard).isNotNull();
            int pid = connection.unwrap(PGConnection.class).getBackendPID();

            // when
            link.forget();

            // then
            assertThatThrownBy(() -> statement.execute("SELECT 1")).hasStackTraceContaining(LinkCut.class.getName());
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> DATABASE.rows("SELECT 1 FROM pg_stat_activity WHERE pid = " + pid)
                            .isEmpty());
        }
    }

    @Test
    void slowStatementIsNotMistakenForADeadConnectionIfAPoolerHasNoSessionForLooks(@TempDir Path folder)
            throws Exception {
        // given
        try (Pooler pooler = Pooler.start(folder, DATABASE, "session", POOL)) {
            Server server = server(pooler.database().port());
            try (Connection connection = server.connect("login_5");
                    Statement statement = connection.createStatement();
                    Connection second = pooler.database().connect();
                    Connection third = pooler.database().connect();
                    LinkGuard guard = LinkGuard.start(server.watch("login_5"))) {
                assertThat(guard).isNotNull();

                // when
                statement.execute("SELECT pg_sleep(20)");

                // then
                assertThat(second.isValid(1) && third.isValid(1)).isTrue();
            }
        }
    }

    @Test
    void forgottenConnectionToAPoolerIsCutAlthoughNoSessionIsLeft(@TempDir Path folder) throws Exception {
        // given
        try (Pooler pooler = Pooler.start(folder, DATABASE, "session", POOL);
                FaultyLink link = new FaultyLink(pooler.database().port());
                LinkGuard guard = LinkGuard.start(server(link.port()).watch("login_6"));
                Connection connection = server(link.port()).connect("login_6");
                Statement statement = connection.createStatement()) {
            assertThat(guard).isNotNull();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> DATABASE.rows("SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
                                            + " AND query = 'SELECT 1'")
                                    .size()
                            == 1);
            try (Connection third = pooler.database().connect()) {

                // when
                link.forget();

                // then
                assertThatThrownBy(() -> statement.execute("SELECT 1"))
                        .hasStackTraceContaining(LinkCut.class.getName());
                assertThat(third.isValid(1)).isTrue();
            }
        }
    }

    @Test
    void serverThatLetsNobodyInIsGivenUp() throws Exception {
        // given
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                LinkGuard guard = LinkGuard.start(server(silent.getLocalPort()).watch("login_4"))) {
            assertThat(guard).isNotNull();

            // when, then
            assertThatThrownBy(() -> server(silent.getLocalPort()).connect("login_4"))
                    .hasStackTraceContaining("not log in, within 10000 ms");
        }
    }
}
