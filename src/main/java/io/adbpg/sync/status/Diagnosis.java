package io.adbpg.sync.status;

import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.AtTable;
import io.adbpg.sync.failure.Causes;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.OutOfMemory;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.failure.RouteRefusal;
import io.adbpg.sync.failure.ServerWords;
import io.adbpg.sync.failure.ValueTooLong;
import io.adbpg.sync.failure.Worded;
import io.adbpg.sync.failure.YamlFailure;
import io.adbpg.sync.link.LinkCut;
import io.adbpg.sync.settings.Settings;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Explains a failure in one line, and whether it may be transient.
 *
 * @param refusal what to tell the user: what failed, where, and the remedy if there is one
 * @param isTransient whether waiting may help even at the first start
 * @param isOutage whether an end can't be reached, or is in trouble, such as without free disk: a job that has run before waits
 *     until that is over; for a new one it is a wrong address, or a server that can't take its tables
 */
public record Diagnosis(Refusal refusal, boolean isTransient, boolean isOutage) {
    /**
     * The SQLSTATEs of a server that is starting, stopping or out of connections, or takes no writes for now, of a slot or lock
     * that is in use, and of a session or statement that was ended by a limit or by somebody.
     */
    private static final Set<String> TRANSIENT = Set.of(
            "57P01", "57P02", "57P03", "57P05", "57014", "53300", "55006", "55P03", "40001", "40P01", "58M01", "25P03",
            "25P04", "25006");

    /** The classes of SQLSTATEs of a server that lacks disk, memory or the like, fails at its files, or fails within. */
    private static final Set<String> OUTAGES = Set.of("53", "58", "XX");

    private static final Pattern UNKNOWN_PLACEHOLDER = Pattern.compile("Property with key \\[([^]]*)] not found");
    private static final Pattern BLANK_OPTION =
            Pattern.compile("Error configuring property: (\\S+) because value is empty");

    /** What poolers say, with SQLSTATEs of their own, if the server behind them is not there or takes no sessions. */
    private static final Pattern POOLER_WITHOUT_SERVER = Pattern.compile(
            "server login has been failing|server login failed|cannot connect to server|server DNS lookup failed"
                    + "|query_wait_timeout|client_login_timeout|no more connections allowed|all backend nodes are down");

    private static final String CANNOT_CONNECT = "08001";
    /** What Spring says, without an SQLSTATE, of a connection that was closed between two statements. */
    private static final String CLOSED = "Connection was closed in SingleConnectionDataSource";

    /** What the driver says, without a cause, if its limit for a connection is over. */
    private static final String TIMED_OUT = "Connection attempt timed out";

    /**
     * Diagnoses a failure.
     *
     * @param settings the job's settings; null if they could not be read
     */
    public static Diagnosis of(Throwable failure, Settings settings) {
        Refusal refusal = Causes.find(failure, Refusal.class);
        if (refusal != null) {
            return new Diagnosis(refusal, refusal.isTransient(), isOutage(Causes.find(refusal, SQLException.class)));
        }
        Refusal byRoute = RouteRefusal.of(failure);
        if (byRoute != null) {
            return new Diagnosis(byRoute, false, false);
        }
        Refusal outOfMemory = OutOfMemory.refusal(failure);
        if (outOfMemory != null) {
            return new Diagnosis(outOfMemory, false, false);
        }
        Refusal wrong = ofConfiguration(failure);
        if (wrong != null) {
            return new Diagnosis(wrong, false, false);
        }
        if (Causes.find(failure, DirectConsumerNotAvailableException.class) != null) {
            return diagnosis(Message.of("a table route was stopped in the middle of a batch"), failure, true);
        }
        SQLException sql = Causes.find(failure, SQLException.class);
        Server server = settings == null ? null : server(failure, settings);
        if (sql != null) {
            return ofServer(sql, failure, server);
        }
        Message said = said(root(failure));
        return diagnosis(server == null ? said : Message.of("{0}: {1}", server, said), failure, true);
    }

    private static Message said(Throwable root) {
        return root instanceof Worded worded
                ? worded.message()
                : Message.verbatim(oneLine(root.getMessage() == null ? words(root) : root.getMessage()));
    }

    /** Returns the refusal for a route file or an option that Camel rejected; null if something else failed. */
    private static Refusal ofConfiguration(Throwable failure) {
        MarkedYamlEngineException yaml = Causes.find(failure, MarkedYamlEngineException.class);
        if (yaml != null) {
            return YamlFailure.refusal(yaml);
        }
        IllegalArgumentException argument = Causes.find(failure, IllegalArgumentException.class);
        String said = argument == null ? "" : String.valueOf(argument.getMessage());
        Matcher unknown = UNKNOWN_PLACEHOLDER.matcher(said);
        if (unknown.lookingAt()) {
            return Refusal.usage(
                    "{{{0}}} is used in application.properties or in a route file, but there is no such setting: add"
                            + " it to application.properties, or correct it there",
                    unknown.group(1));
        }
        Matcher blank = BLANK_OPTION.matcher(said);
        if (blank.lookingAt()) {
            return Refusal.usage("application.properties: {0} is blank: give it a value, or remove it", blank.group(1));
        }
        PropertyBindingException option = Causes.find(failure, PropertyBindingException.class);
        if (option != null && option.getOptionKey() != null) {
            // Not its message: that contains the value, which may be a secret.
            return Refusal.usage(
                    "application.properties: Camel has no option {0}{1}, or it can't take this value: correct or"
                            + " remove it",
                    option.getOptionPrefix(), option.getOptionKey());
        }
        FailedToCreateRouteException route = Causes.find(failure, FailedToCreateRouteException.class);
        if (route != null) {
            return Refusal.usage(
                    "route {0}{1}: {2}; correct it in its file in routes/",
                    route.getRouteId(),
                    route.getLocation() == null ? Message.NONE : Message.of(" ({0})", route.getLocation()),
                    said(deepest(route)));
        }
        return null;
    }

    private static Diagnosis ofServer(SQLException sql, Throwable failure, Server server) {
        String state = sql.getSQLState() == null ? "" : sql.getSQLState();
        String said = oneLine(sql.getMessage());
        boolean isTransient = TRANSIENT.contains(state) || isConnectionLoss(sql, state);
        if (server == null) {
            return diagnosis(Message.verbatim(said), failure, isTransient);
        }
        Message unencrypted = TlsFailure.of(sql, server);
        if (unencrypted != null) {
            return diagnosis(unencrypted, failure, false);
        }
        if (state.equals(CANNOT_CONNECT) && Causes.find(sql, UnknownHostException.class) != null) {
            return unreachable(
                    Message.of("cannot reach {0}: unknown host; check {1}.host", server, server.role()), failure);
        }
        Message why = state.equals(CANNOT_CONNECT) ? whyUnreachable(sql, said) : null;
        if (why != null) {
            return unreachable(
                    Message.of(
                            "cannot reach {0}: {1}; check {2}.host and {2}.port, and that the server runs{3}",
                            server, why, server.role(), TlsFailure.hintOfLogin(sql, server)),
                    failure);
        }
        if (POOLER_WITHOUT_SERVER.matcher(said).find()) {
            return unreachable(
                    Message.of(
                            "cannot reach {0} behind its connection pooler: {1}; check that the server runs, and the pooler's log",
                            server, said),
                    failure);
        }
        if (isConnectionLoss(sql, state)) {
            LinkCut cut = Causes.find(sql, LinkCut.class);
            return diagnosis(
                    Message.of(
                            "lost the connection to {0}: {1}{2}",
                            server,
                            cut == null ? said : cut,
                            cut == null ? TlsFailure.hint(sql, server) : Message.NONE),
                    failure,
                    true);
        }
        return new Diagnosis(
                new Refusal(
                        Message.of("{0}{1}: {2}{3}", server, AtTable.place(failure), said, remedy(state, said, server)),
                        failure),
                isTransient,
                isOutage(sql));
    }

    private static boolean isOutage(SQLException sql) {
        String state = sql == null ? null : sql.getSQLState();
        return state != null && state.length() == 5 && OUTAGES.contains(state.substring(0, 2));
    }

    /** Why no connection came about; null if the server has refused it. */
    private static Message whyUnreachable(SQLException sql, String said) {
        if (said.startsWith(TIMED_OUT)) {
            return Message.of("no answer in time");
        }
        if (Causes.find(sql, ConnectException.class) != null) {
            return Message.of("connection refused");
        }
        if (Causes.find(sql, EOFException.class) != null) {
            return Message.of("the connection was closed before it was ready");
        }
        IOException cause = Causes.find(sql, IOException.class);
        return cause == null ? null : Message.verbatim(oneLine(cause.getMessage()));
    }

    /** Whether an established connection was lost, as opposed to one that could not be made. */
    private static boolean isConnectionLoss(SQLException sql, String state) {
        return (state.isEmpty() && String.valueOf(sql.getMessage()).startsWith(CLOSED))
                || ((state.equals("08006") || state.equals("08003"))
                        && (Causes.find(sql, SSLException.class) == null || TlsFailure.isBrokenOff(sql)));
    }

    private static Message remedy(String state, String said, Server server) {
        if (said.contains("valid client certificate")) {
            return Message.of("; set {0}.ssl-cert and {0}.ssl-key", server.role());
        }
        if (said.contains("certificate authentication failed")) {
            return Message.of(
                    "; the certificate in {0}.ssl-cert must be made for this user (its CN), or pg_ident.conf there"
                            + " must map it",
                    server.role());
        }
        if (said.contains("for replication connection from")) {
            return Message.of(
                    "; its pg_hba.conf must let this user in for replication, too, as by a line: host replication {0}"
                            + " <address of this machine>/32 md5",
                    server.user());
        }
        if (said.contains("SSL") || said.contains("no encryption")) {
            return Message.of("; check {0}.ssl-mode", server.role());
        }
        if (said.contains("unsupported startup parameter")) {
            return Message.of(
                    "; there is a connection pooler in front of it that does not pass this: take a version that"
                            + " does, or set {0}.host and {0}.port to the server itself",
                    server.role());
        }
        if (said.contains("row-level security")) {
            return Message.of(
                    "; as an administrator of the {0}, run ALTER ROLE {1} BYPASSRLS, so that the job sees all rows,"
                            + " or ALTER TABLE … DISABLE ROW LEVEL SECURITY",
                    server.role(), TableName.quote(server.user()));
        }
        if (state.equals("42501") && said.contains(" sequence ")) {
            return Message.of(
                    "; run GRANT USAGE ON SEQUENCE … TO {0}: a column that only the target has takes its values from"
                            + " it",
                    TableName.quote(server.user()));
        }
        if (server.role().equals("target") && said.contains("replica identity")) {
            return Message.of(
                    "; the target publishes the table itself, which wants a key for this: run ALTER TABLE … REPLICA"
                            + " IDENTITY FULL there, or take it out of the publication");
        }
        if (ValueTooLong.isSaidBy(said)) {
            return Message.of("; PostgreSQL can't pass a value whose text is longer than 1 GB: leave its column out by"
                    + " `columns`, and if it is in the stream, start over by reset --reload once the value or its table"
                    + " is gone from the source or from the entries");
        }
        return switch (state) {
            case "28P01", "28000", "08004" ->
                Message.of("; check {0}.user and {0}.password, and the server's pg_hba.conf", server.role());
            case "3D000" -> Message.of("; check {0}.database", server.role());
            case "22021" ->
                !server.role().equals("source")
                        ? Message.NONE
                        : Message.of(
                                "; its database takes any bytes for text (SQL_ASCII), and PostgreSQL passes on only what is"
                                        + " UTF-8: correct the text there, and if it is in the stream, start over by reset --reload");
            case "42P05", "26000" ->
                Message.of(
                        "; a connection pooler in front of it lends sessions by transaction: let it pool by session (PgBouncer:"
                                + " pool_mode = session), or set {0}.host and {0}.port to the server itself",
                        server.role());
            case "25006" ->
                Message.of(
                        "; it takes no writes: it is a standby, or its configuration has default_transaction_read_only ="
                                + " on, as services set it when a disk is full; the job goes on once that is over");
            case "42501" -> Message.of("; grant it as src/docs/servers.md says");
            case "55000" ->
                !server.role().equals("source")
                        ? Message.NONE
                        : Message.of("; see \"The source server\" in src/docs/servers.md");
            default -> Message.NONE;
        };
    }

    private static Diagnosis diagnosis(Message message, Throwable failure, boolean isTransient) {
        return new Diagnosis(new Refusal(message, failure), isTransient, false);
    }

    private static Diagnosis unreachable(Message message, Throwable failure) {
        return new Diagnosis(new Refusal(message, failure), false, true);
    }

    /** Returns what to tell the user. */
    public Message message() {
        return refusal.message();
    }

    /** Returns the end that a failure came from; null if unknown. */
    private static Server server(Throwable failure, Settings settings) {
        Failed failed = innermost(failure);
        return failed == null ? null : failed.isOfSource() ? settings.source() : settings.target();
    }

    /** Whether a failure is known to have come from the source. */
    public static boolean isOfSource(Throwable failure) {
        Failed failed = innermost(failure);
        return failed != null && failed.isOfSource();
    }

    private static Failed innermost(Throwable failure) {
        Failed failed = null;
        for (Failed inner = Causes.find(failure, Failed.class);
                inner != null;
                inner = Causes.find(inner.getCause(), Failed.class)) {
            failed = inner;
        }
        return failed;
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null
                && (root instanceof Failed
                        || root instanceof RuntimeCamelException
                        || root instanceof CamelExchangeException
                        || root.getMessage() == null
                        || root.getClass() == IllegalStateException.class)) {
            root = root.getCause();
        }
        return root;
    }

    /** Returns words for a failure without a message, such as {@code unsupported operation}. */
    private static String words(Throwable failure) {
        return failure.getClass()
                .getSimpleName()
                .replaceFirst("Exception$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    private static Throwable deepest(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest;
    }

    private static String oneLine(String text) {
        return text == null
                ? "unknown error"
                : ServerWords.of(text).strip().replaceAll("\\s*\\R\\s*", "; ").replaceFirst("\\.$", "");
    }
}
