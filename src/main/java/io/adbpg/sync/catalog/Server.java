package io.adbpg.sync.catalog;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.postgresql.PGProperty;

/**
 * The address of one end of the job, and how to log in there.
 *
 * @param role {@code source} or {@code target}: the prefix of its settings, for messages
 * @param sslMode as in libpq: disable, allow, prefer, require, verify-ca or verify-full
 * @param sslRootCert the file with the certificates of the trusted authorities; blank for libpq's default
 */
public record Server(
        String role,
        String host,
        int port,
        String database,
        String user,
        String password,
        String sslMode,
        String sslRootCert) {

    /** The host name that stands for a PostgreSQL server that the program starts itself. */
    public static final String EMBEDDED = "embedded";

    /** Whether the program has to start this server itself. */
    public boolean isEmbedded() {
        return host.equals(EMBEDDED);
    }

    /** Returns the same end at the address of the embedded server. */
    public Server at(String newHost, int newPort) {
        return new Server(role, newHost, newPort, database, user, password, "disable", "");
    }

    /** Returns the JDBC URL, without user and password. */
    public String url() {
        return "jdbc:postgresql://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/"
                + URLEncoder.encode(database, StandardCharsets.UTF_8);
    }

    /** Returns the connection properties for pgjdbc, including user and password. */
    public Properties properties(String job) {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("sslmode", sslMode);
        if (!sslRootCert.isBlank()) {
            properties.setProperty("sslrootcert", sslRootCert);
        }
        properties.setProperty("ApplicationName", "adbpg-sync " + job);
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("tcpKeepAlive", "true");
        return properties;
    }

    /** Returns the properties for a connection that accepts replication commands. */
    public Properties replicationProperties(String job) {
        Properties properties = properties(job);
        PGProperty.REPLICATION.set(properties, "database");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "10");
        return properties;
    }

    /** Returns host, port and database, such as {@code 127.0.0.1:5432/shop}. */
    public String address() {
        return host + ":" + port + "/" + database;
    }

    /** Returns role and address, for messages. */
    @Override
    public String toString() {
        return role + " " + address();
    }
}
