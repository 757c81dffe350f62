package io.adbpg.sync.link;

import io.adbpg.sync.failure.Message;
import java.io.IOException;
import java.net.Socket;
import java.sql.Connection;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection of the job to one end: its socket, its session on the server, and since when somebody has waited for bytes. */
public final class Link {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    /** A stream that was not polled for so long is not being read: its silence means nothing. */
    private static final long POLLED_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final String id;
    private final String job;
    private final String role;
    private final Kind kind;
    private final long begun = System.nanoTime();
    private final AtomicLong passed = new AtomicLong();
    private volatile Socket socket;
    private volatile Connection connection;
    private volatile Backend backend;
    private volatile String server = "";
    private volatile long readingSince;
    private volatile long writingSince;
    private volatile long silentSince;
    private volatile long heardAt = begun;
    private volatile boolean isHeard;
    private volatile long polledAt;
    private volatile long trustedAt = begun;
    private volatile boolean isPooled;
    private volatile Message whyCut;

    /** What a connection is for. */
    public enum Kind {
        /** Statements, which may take long. */
        STATEMENTS,
        /** Replication commands, and the stream of changes. */
        STREAM,
        /** The job's lock, which outlives pauses. */
        LOCK,
        /** Looks at a server, whose answers have a limit of their own. */
        LOOK
    }

    /**
     * The session on the server.
     *
     * @param began when it began, as the server says it: a process id is used again
     */
    public record Backend(int pid, String began) {}

    Link(String id, String job, String role, Kind kind) {
        this.id = id;
        this.job = job;
        this.role = role;
        this.kind = kind;
    }

    /** By which its socket factory finds it. */
    public String id() {
        return id;
    }

    boolean isOf(String wantedJob, String wantedRole) {
        return job.equals(wantedJob) && role.equals(wantedRole);
    }

    /** The job and the end, as one key. */
    String end() {
        return Links.end(job, role);
    }

    /** The end that it leads to: source or target. */
    public String role() {
        return role;
    }

    /** What it is for. */
    public Kind kind() {
        return kind;
    }

    /** Its session; null before the login is complete. */
    public Backend backend() {
        return backend;
    }

    /**
     * Notes that the login is complete.
     *
     * @param newServer tells the server from others; blank if nobody is to ask
     */
    public void loggedIn(Connection newConnection, Backend newBackend, String newServer) {
        connection = newConnection;
        server = newServer;
        backend = newBackend;
    }

    /** Notes that a connection pooler stands between. */
    public void notePooled() {
        isPooled = true;
    }

    boolean isPooled() {
        return isPooled;
    }

    String server() {
        return server;
    }

    boolean isOf(Connection wanted) {
        return connection == wanted;
    }

    /** How long the login has taken so far; 0 once it is complete. */
    long loginNanos() {
        return backend != null ? 0 : System.nanoTime() - begun;
    }

    /** Grows as long as the link is known to pass something. */
    long passed() {
        return passed.get();
    }

    /** For how long somebody has waited for bytes to come or to leave; 0 if nobody waits. */
    long silentNanos() {
        long now = System.nanoTime();
        long since = now;
        if (readingSince != 0) {
            since = readingSince;
        }
        if (writingSince != 0) {
            since = Math.min(since, writingSince);
        }
        if (silentSince != 0 && now - polledAt < POLLED_NANOS) {
            since = Math.min(since, silentSince);
        }
        return Math.max(0, now - Math.max(since, trustedAt));
    }

    /** For how long nothing has come. */
    long unheardNanos() {
        return System.nanoTime() - heardAt;
    }

    /** By the clock of {@link System#nanoTime}, when something came last; empty if never. */
    OptionalLong heardAt() {
        return isHeard ? OptionalLong.of(heardAt) : OptionalLong.empty();
    }

    /** Notes that the server is known to be at work for it. */
    void trust() {
        trustedAt = System.nanoTime();
    }

    void connected(Socket newSocket) {
        socket = newSocket;
    }

    void beginRead() {
        readingSince = System.nanoTime();
    }

    void endRead(int count) {
        readingSince = 0;
        silentSince = 0;
        if (count > 0) {
            heardAt = System.nanoTime();
            isHeard = true;
            passed.addAndGet(count);
        }
    }

    /** Notes that a look for bytes has found none. */
    void endLook() {
        readingSince = 0;
        polledAt = System.nanoTime();
        if (silentSince == 0 && kind == Kind.STREAM) {
            silentSince = polledAt;
        }
    }

    void beginWrite() {
        writingSince = System.nanoTime();
    }

    void endWrite(int count) {
        writingSince = 0;
        // What is sent on a stream are signs of life, which nobody need hear.
        if (kind != Kind.STREAM) {
            passed.addAndGet(count);
        }
    }

    /** Notes that an operation failed; returns the failure with the reason if the job itself has cut the link. */
    IOException failed(IOException failure) {
        readingSince = 0;
        writingSince = 0;
        return whyCut == null ? failure : new LinkCut(whyCut, failure);
    }

    /** Notes that its socket was closed. */
    void closed(Socket which) {
        if (which == socket && backend != null) {
            Links.forget(this);
        }
    }

    /** Cuts it since nothing has come for too long. */
    void noAnswer(long millis) {
        cut(
                backend != null
                        ? Message.of("no answer within {0} ms", millis)
                        : Message.of(
                                "it let the job in, but not log in, within {0} ms; if there is a connection pooler in front of"
                                        + " it, that may have no session left",
                                millis));
    }

    /** Ends it at once, from any thread, without asking the driver, which may wait for a lock that a blocked thread holds. */
    public void cut(Message why) {
        if (whyCut == null) {
            whyCut = why;
        }
        Links.forget(this);
        Socket open = socket;
        if (open != null && !open.isClosed()) {
            LOG.debug("cutting {}: {}", this, why);
            try {
                open.close();
            } catch (IOException e) {
                LOG.debug("closing a socket failed", e);
            }
        }
    }

    @Override
    public String toString() {
        return "link " + id + " to the " + role + " (" + kind + ", " + backend + ")";
    }
}
