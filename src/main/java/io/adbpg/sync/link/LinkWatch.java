package io.adbpg.sync.link;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.link.BackendLook.Doing;
import io.adbpg.sync.link.Link.Backend;
import io.adbpg.sync.link.Link.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the links to one end: cuts those on which a login takes too long, and those that are silent although the server
 * is not at work for them, or can't be reached any more.
 */
public final class LinkWatch {
    private static final Logger LOG = LoggerFactory.getLogger(LinkWatch.class);
    private static final long LOGIN_SECONDS = 10;
    private static final long LOGIN_NANOS = TimeUnit.SECONDS.toNanos(LOGIN_SECONDS);
    /** A silence that is shorter is no reason to ask. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** The end of a link that was heard of later than this has certainly arrived. */
    private static final long UNHEARD_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final long BETWEEN_STRIKES_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** A single look may fall between two steps of the server's. */
    private static final int ENOUGH_STRIKES = 2;
    /** For how long a session is looked for that outlived its link. */
    private static final long LEFT_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final String job;
    private final String role;
    private final LookSession session;
    private final ShutdownLook shutdown;
    private final Map<Link, Strikes> struck = new HashMap<>();
    private final Set<Link> known = new HashSet<>();
    private final Map<Backend, Long> left = new HashMap<>();

    /** Connects to the server, with limits of its own on whatever may take long. */
    @FunctionalInterface
    public interface Asker {
        /** Returns a new connection; the caller closes it. */
        Connection connect() throws SQLException;
    }

    /** How often a link was found to be dead, and how many bytes had passed by then. */
    private record Strikes(int count, long passed, long at) {}

    /**
     * @param role source or target
     * @param asker asks that end
     */
    public LinkWatch(String job, String role, Asker asker) {
        this.job = job;
        this.role = role;
        this.session = new LookSession(asker);
        this.shutdown = new ShutdownLook(session);
    }

    void look() {
        List<Link> links = Links.of(job, role);
        List<Link> loggedIn = links.stream()
                .filter(link -> link.kind() != Kind.LOOK && link.backend() != null)
                .toList();
        boolean isPooled = loggedIn.stream().anyMatch(Link::isPooled);
        List<Link> streams =
                loggedIn.stream().filter(link -> link.kind() == Kind.STREAM).toList();
        letGo(streams, isPooled);
        noteLeft(links);
        links.stream()
                .filter(link -> link.loginNanos() > LOGIN_NANOS)
                .forEach(link -> link.noAnswer(TimeUnit.SECONDS.toMillis(LOGIN_SECONDS)));
        List<Link> silent = loggedIn.stream()
                .filter(link -> link.silentNanos() > SILENCE_NANOS)
                .toList();
        struck.keySet().retainAll(silent);
        if (isPooled || !silent.isEmpty() || !left.isEmpty()) {
            ask(silent, isPooled);
        }
        if (!isPooled && streams.isEmpty()) {
            session.end();
        }
    }

    /**
     * Notes the sessions of links that are gone and had been silent: if nothing passed there, the server does not know, and keeps
     * them, with their locks and their slot.
     */
    private void noteLeft(List<Link> links) {
        for (Link link : known) {
            if (!links.contains(link) && link.backend() != null && link.unheardNanos() > UNHEARD_NANOS) {
                left.putIfAbsent(link.backend(), System.nanoTime());
            }
        }
        known.clear();
        links.stream().filter(link -> link.kind() != Kind.LOOK).forEach(known::add);
    }

    /** Lets a server stop that only waits for the job's streams. */
    private void letGo(List<Link> streams, boolean isPooled) {
        if (!streams.isEmpty() && shutdown.isStopping(isPooled)) {
            streams.forEach(link -> cut(link, Message.of("it is being stopped, or lets nobody in")));
        }
    }

    /** Asks for nothing but the session if nothing is silent: a pooler may have none left when it is needed. */
    private void ask(List<Link> silent, boolean isPooled) {
        try {
            BackendLook look = new BackendLook(session.get(isPooled));
            for (Link link : silent) {
                decide(link, look);
            }
            endLeft(look);
        } catch (SQLException e) {
            LOG.debug("cannot ask the {} about silent links", role, e);
            if (session.isAway(e)) {
                silent.forEach(link -> strike(link, Message.of("no answer, and it can't be reached any more")));
            }
        }
    }

    private void decide(Link link, BackendLook look) throws SQLException {
        Doing doing = look.look(link.backend());
        if (doing == Doing.WORKING) {
            struck.remove(link);
            link.trust();
        } else if (doing == Doing.GONE) {
            cut(link, Message.of("no answer, and it no longer has the session"));
        } else if (strike(
                link,
                Message.of("no answer, although it waits for the job: the connection no longer passes anything"))) {
            endLeft(look);
        }
    }

    /** Counts a failed look; cuts the link if there were enough, and returns whether it did. */
    private boolean strike(Link link, Message why) {
        Strikes before = struck.get(link);
        long now = System.nanoTime();
        if (before == null || before.passed != link.passed()) {
            struck.put(link, new Strikes(1, link.passed(), now));
            return false;
        }
        if (now - before.at < BETWEEN_STRIKES_NANOS) {
            return false;
        }
        struck.put(link, new Strikes(before.count + 1, before.passed, now));
        if (before.count + 1 < ENOUGH_STRIKES) {
            return false;
        }
        left.put(link.backend(), now);
        cut(link, why);
        return true;
    }

    private void cut(Link link, Message why) {
        struck.remove(link);
        LOG.debug("{} is dead", link);
        link.cut(why);
    }

    private void endLeft(BackendLook look) throws SQLException {
        Iterator<Map.Entry<Backend, Long>> sessions = left.entrySet().iterator();
        while (sessions.hasNext()) {
            Map.Entry<Backend, Long> session = sessions.next();
            look.end(session.getKey());
            if (look.look(session.getKey()) == Doing.GONE || System.nanoTime() - session.getValue() > LEFT_NANOS) {
                sessions.remove();
            }
        }
    }

    void close() {
        session.end();
    }
}
