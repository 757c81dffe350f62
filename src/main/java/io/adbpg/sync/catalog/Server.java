package io.adbpg.sync.catalog;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.postgresql.PGProperty;

/**
 * Where one end of the job is, and how to log in there.
 *
 * @param role {@code source} or {@code target}: the prefix of its settings, for messages
 * @param sslMode as in libpq: disable, allow, prefer, require, verify-ca or verify-full
 * @param sslRootCert the file with the authorities' certificates; blank for libpq's place
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

    /** The host name that stands for a PostgreSQL started by the program itself. */
    public static final String EMBEDDED = "embedded";

    /** Whether this is a PostgreSQL that the program has to start. */
    public boolean isEmbedded() {
        return host.equals(EMBEDDED);
    }

    /** The same role at the address of an embedded server. */
    public Server at(String newHost, int newPort) {
        return new Server(role, newHost, newPort, database, user, password, "disable", "");
    }

    /** The JDBC address, without user and password. */
    public String url() {
        return "jdbc:postgresql://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/"
                + URLEncoder.encode(database, StandardCharsets.UTF_8);
    }

    /** The properties for pgjdbc, user and password among them. */
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

    /** The properties for a connection that takes replication commands. */
    public Properties replicationProperties(String job) {
        Properties properties = properties(job);
        PGProperty.REPLICATION.set(properties, "database");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "10");
        return properties;
    }

    /** Host, port and database, such as {@code 127.0.0.1:5432/shop}. */
    public String address() {
        return host + ":" + port + "/" + database;
    }

    /** The role and the address, for messages. */
    @Override
    public String toString() {
        return role + " " + address();
    }
}
