package io.adbpg.sync.catalog;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Worded;
import io.adbpg.sync.link.Link.Kind;
import io.adbpg.sync.link.LinkWatch;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The address of one end of the job, and how to log in there.
 *
 * @param role {@code source} or {@code target}: the prefix of its settings, for messages
 * @param tls how its sessions are encrypted
 */
public record Server(String role, String host, int port, String database, String user, String password, Tls tls)
        implements Worded {

    /** The host name that stands for a PostgreSQL server that the program starts itself. */
    public static final String EMBEDDED = "embedded";

    /** Whether the program has to start this server itself. */
    public boolean isEmbedded() {
        return host.equals(EMBEDDED);
    }

    /** Returns the same end at the address of the embedded server. */
    public Server at(String newHost, int newPort) {
        return new Server(role, newHost, newPort, database, user, password, Tls.NONE);
    }

    /** Returns the JDBC URL, without user and password. */
    public String url() {
        String name = certifiedHost();
        return "jdbc:postgresql://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + port + "/"
                + URLEncoder.encode(database, StandardCharsets.UTF_8);
    }

    /** Returns the host as a certificate names it: an IPv6 address in full, such as {@code 0:0:0:0:0:0:0:1}. */
    public String certifiedHost() {
        if (!host.contains(":")) {
            return host;
        }
        try {
            // Of an address this asks no name server.
            return InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException e) {
            return host;
        }
    }

    /** Opens a session for statements, which may take long; the caller closes it. */
    public Connection connect(String job) throws SQLException {
        return connect(job, Kind.STATEMENTS);
    }

    /** Opens a session that accepts replication commands; the caller closes it. */
    public Connection connectForReplication(String job) throws SQLException {
        return connect(job, Kind.STREAM);
    }

    /** Opens a session on which nothing may take longer than 5 seconds; the caller closes it. */
    public Connection connectToLook(String job) throws SQLException {
        return connect(job, Kind.LOOK);
    }

    /** Opens a session for a purpose; the caller closes it. */
    public Connection connect(String job, Kind kind) throws SQLException {
        return new Login(this, job, kind).open(false);
    }

    /** Opens a session that refuses to write; the caller closes it. */
    public Connection connectReadOnly(String job) throws SQLException {
        return new Login(this, job, Kind.STATEMENTS).open(true);
    }

    /** What looks after a job's sessions there. */
    public LinkWatch watch(String job) {
        return new LinkWatch(job, role, () -> connectToLook(job));
    }

    /** Returns host, port and database, such as {@code 127.0.0.1:5432/shop}. */
    public String address() {
        return host + ":" + port + "/" + database;
    }

    /** Whether it is the source of the job, not its target. */
    public boolean isSource() {
        return role.equals("source");
    }

    @Override
    public Message message() {
        return isSource() ? Message.of("source {0}", address()) : Message.of("target {0}", address());
    }

    /** Returns role and address, for messages. */
    @Override
    public String toString() {
        return role + " " + address();
    }
}
