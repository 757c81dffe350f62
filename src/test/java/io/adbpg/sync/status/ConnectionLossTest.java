package io.adbpg.sync.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.EOFException;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.SocketException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class ConnectionLossTest {
    @Test
    void lostConnectionIsWaitedForEvenAtTheStart() {
        assertThat(passes(PSQLState.CONNECTION_FAILURE, new EOFException())).isTrue();
        assertThat(passes(PSQLState.CONNECTION_DOES_NOT_EXIST, null)).isTrue();
    }

    @Test
    void lostEncryptedConnectionIsWaitedForToo() {
        assertThat(passes(PSQLState.CONNECTION_FAILURE, new SSLException("reset", new SocketException("reset"))))
                .isTrue();
    }

    @Test
    void connectionThatIsClosedBetweenTwoStatementsIsLost() throws Exception {
        // given: a connection that is closed
        Connection closed = (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> method.getName().equals("isClosed"));
        SQLException said = assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> new SingleConnectionDataSource(closed, false).getConnection())
                .actual();

        // then
        assertThat(Diagnosis.of(said, null).isTransient()).isTrue();
    }

    @Test
    void failedConnectionAttemptIsNotWaitedFor() {
        assertThat(passes(PSQLState.CONNECTION_UNABLE_TO_CONNECT, new ConnectException()))
                .isFalse();
        assertThat(passes(PSQLState.CONNECTION_FAILURE, new SSLException("no trust")))
                .isFalse();
    }

    private static boolean passes(PSQLState state, Exception cause) {
        return Diagnosis.of(new PSQLException("it failed", state, cause), null).isTransient();
    }
}
