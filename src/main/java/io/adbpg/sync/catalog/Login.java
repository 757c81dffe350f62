package io.adbpg.sync.catalog;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.link.CertifiedSockets;
import io.adbpg.sync.link.Link;
import io.adbpg.sync.link.Link.Kind;
import io.adbpg.sync.link.LinkSockets;
import io.adbpg.sync.link.Links;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.PGProperty;

/** Opens a session of the job: the one way to either server, whoever needs it. */
final class Login {
    /** The limit for whatever only looks at a server. */
    private static final int LOOK_SECONDS = 5;

    private final Server server;
    private final String job;
    private final Kind kind;

    Login(Server server, String job, Kind kind) {
        this.server = server;
        this.job = job;
        this.kind = kind;
    }

    /**
     * Opens it.
     *
     * @param isReadOnly whether it refuses to write
     * @throws io.adbpg.sync.failure.Refusal if the address leads to something that sessions of the job can't work with
     */
    Connection open(boolean isReadOnly) throws SQLException {
        Link link = Links.open(job, server.role(), kind);
        try {
            Connection connection = connect(link, properties());
            if (kind == Kind.STREAM && OldWalSender.is(connection)) {
                link.cut(Message.of("it is opened anew, as an old server needs it"));
                return openOldWalSender();
            }
            SessionIdentity identity = SessionIdentity.read(connection);
            // Nothing is set in a session that others may get.
            boolean isPooled = PoolerCheck.isPooled(connection, identity);
            if (isPooled) {
                link.notePooled();
            }
            if (isPooled && Links.isToBeChecked(job, server.role())) {
                link.loggedIn(connection, identity.backend(), identity.server());
                new PoolerCheck(server, this::plain)
                        .require(connection, identity.backend().pid());
                Links.noteChecked(job, server.role());
            }
            new OneServer(server, this::plain).require(identity.server(), Links.servers(job, server.role()));
            Links.cutThoseElsewhere(job, server.role(), identity.server());
            SessionSettings.apply(connection, identity, server.isSource(), isReadOnly);
            link.loggedIn(connection, identity.backend(), identity.server());
            return connection;
        } catch (SQLException | RuntimeException e) {
            link.cut(Message.of("the login failed"));
            throw e;
        }
    }

    private Connection openOldWalSender() throws SQLException {
        Link link = Links.open(job, server.role(), kind);
        Properties properties = properties();
        OldWalSender.configure(properties);
        try (Connection beside = plain()) {
            Connection connection = connect(link, properties);
            SessionIdentity identity = OldWalSender.identity(connection, beside);
            new OneServer(server, this::plain).require(identity.server(), Links.servers(job, server.role()));
            Links.cutThoseElsewhere(job, server.role(), identity.server());
            link.loggedIn(connection, identity.backend(), identity.server());
            return connection;
        } catch (SQLException | RuntimeException e) {
            link.cut(Message.of("the login failed"));
            throw e;
        }
    }

    /** Opens a session in which nothing is set; the caller closes it. */
    private Connection plain() throws SQLException {
        Link link = Links.open(job, server.role(), Kind.LOOK);
        Login look = new Login(server, job, Kind.LOOK);
        try {
            Connection connection = look.connect(link, look.properties());
            link.loggedIn(connection, SessionIdentity.read(connection).backend(), "");
            return connection;
        } catch (SQLException | RuntimeException e) {
            link.cut(Message.of("the login failed"));
            throw e;
        }
    }

    private Connection connect(Link link, Properties properties) throws SQLException {
        PGProperty.SOCKET_FACTORY.set(properties, LinkSockets.class.getName());
        PGProperty.SOCKET_FACTORY_ARG.set(properties, link.id());
        return DriverManager.getConnection(server.url(), properties);
    }

    private void encrypt(Properties properties, Tls tls) {
        PGProperty.SSL_MODE.set(properties, tls.mode());
        PGProperty.SSL_ROOT_CERT.set(properties, tls.authorities());
        if (tls.hasCertificate()) {
            PGProperty.SSL_FACTORY.set(properties, CertifiedSockets.class.getName());
            PGProperty.SSL_CERT.set(properties, tls.cert());
            PGProperty.SSL_KEY.set(properties, tls.key());
            PGProperty.SSL_PASSWORD.set(properties, tls.keyPassword());
            properties.setProperty(CertifiedSockets.ROLE, server.role());
        }
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("user", server.user());
        properties.setProperty("password", server.password());
        encrypt(properties, server.tls());
        properties.setProperty("ApplicationName", ServerSession.application(job));
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("tcpKeepAlive", "true");
        if (kind == Kind.STREAM) {
            PGProperty.REPLICATION.set(properties, "database");
            PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
            PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "10");
        }
        if (kind == Kind.LOOK || kind == Kind.LOCK) {
            PGProperty.CONNECT_TIMEOUT.set(properties, LOOK_SECONDS);
            PGProperty.SOCKET_TIMEOUT.set(properties, LOOK_SECONDS);
        }
        return properties;
    }
}
