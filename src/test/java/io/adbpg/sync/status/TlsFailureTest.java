package io.adbpg.sync.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.catalog.Tls;
import java.net.ConnectException;
import java.net.SocketException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** A server that does not take the client's certificate may break the connection off before the client has read why. */
class TlsFailureTest {
    private static final String CANNOT_CONNECT = "08001";

    @Test
    void certificateIsNamedWhenTheLoginIsBrokenOff() {
        // when
        String hint = TlsFailure.hintOfLogin(
                        new SQLException("reset", CANNOT_CONNECT, new SocketException("Connection reset by peer")),
                        server("sync.crt"))
                .toString();

        // then
        assertThat(hint)
                .isEqualTo(
                        "; if the server does not accept the certificate in sync.crt, as its log tells then, set"
                                + " source.ssl-cert to one that is valid and comes from an authority in the server's ssl_ca_file");
    }

    @Test
    void certificateIsNotNamedWhereThereIsNoneOrNoServer() {
        SQLException reset = new SQLException("reset", CANNOT_CONNECT, new SocketException("Connection reset by peer"));
        SQLException refused = new SQLException("refused", CANNOT_CONNECT, new ConnectException("refused"));

        assertThat(TlsFailure.hintOfLogin(reset, server("")).isBlank()).isTrue();
        assertThat(TlsFailure.hintOfLogin(refused, server("sync.crt")).isBlank())
                .isTrue();
    }

    private static Server server(String certificate) {
        Tls tls = new Tls("verify-full", "root.crt", certificate, "sync.key", "");
        return new Server("source", "s.example.com", 5432, "shop", "sync_user", "", tls);
    }
}
