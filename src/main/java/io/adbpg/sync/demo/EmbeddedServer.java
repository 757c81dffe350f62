package io.adbpg.sync.demo;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A real PostgreSQL server in a temporary folder, which is deleted on close. */
final class EmbeddedServer implements AutoCloseable {
    private static final int LONGEST_CONNECT_MILLIS = 1000;
    /** What the library says if it finds none for this platform. */
    private static final String MISSING = "Missing embedded postgres binaries";

    private final EmbeddedPostgres postgres;

    private EmbeddedServer(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    static EmbeddedServer start() {
        try {
            return new EmbeddedServer(EmbeddedPostgres.builder()
                    // The program stops it after the job, not a shutdown hook.
                    .setRegisterShutdownHook(false)
                    .setServerConfig("wal_level", "logical")
                    // If off, the source sends a transaction only after the WAL writer's next round.
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_wal_senders", "10")
                    .start());
        } catch (IOException | IllegalStateException e) {
            if (MISSING.equals(e.getMessage())) {
                throw Refusal.usage(
                        "there is no PostgreSQL for {0} on {1} among the libraries for a host that is embedded: name servers by"
                                + " source.host and target.host",
                        System.getProperty("os.name"), System.getProperty("os.arch"));
            }
            throw new Refusal(Message.of("cannot start an embedded PostgreSQL: {0}", e.getMessage()), e);
        }
    }

    int port() {
        return postgres.getPort();
    }

    /** Whether somebody listens there; a server that begins anew after a crash does. */
    boolean isRunning() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), LONGEST_CONNECT_MILLIS);
            return true;
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            // It may be busy.
            return true;
        }
    }

    Connection connect() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    void run(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot stop the embedded PostgreSQL at port " + port(), e);
        }
    }
}
