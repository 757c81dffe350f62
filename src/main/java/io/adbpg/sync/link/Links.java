package io.adbpg.sync.link;

import io.adbpg.sync.failure.Message;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The links that are open in this program. pgjdbc makes a socket factory by its class name, so that the two can only meet
 * here.
 */
public final class Links {
    private static final Map<String, Link> OPEN = new ConcurrentHashMap<>();
    private static final Map<String, Long> CHECKED = new ConcurrentHashMap<>();
    /** When something came last on links that are gone, by job and end. */
    private static final Map<String, Long> HEARD = new ConcurrentHashMap<>();

    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final AtomicLong IDS = new AtomicLong();

    private Links() {}

    /** Notes a link that is about to be made; it is known until its socket is closed, or until it is cut. */
    public static Link open(String job, String role, Link.Kind kind) {
        Link link = new Link(Long.toString(IDS.incrementAndGet()), job, role, kind);
        OPEN.put(link.id(), link);
        return link;
    }

    static Link find(String id) {
        return OPEN.get(id);
    }

    static void forget(Link link) {
        OPEN.remove(link.id());
        link.heardAt().ifPresent(at -> HEARD.merge(link.end(), at, Links::later));
    }

    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }

    /** For how long nothing has come from one of a job's ends, on any link; 0 if nothing ever did. */
    public static long silentNanos(String job, String role) {
        long now = System.nanoTime();
        LongStream gone = Stream.ofNullable(HEARD.get(end(job, role))).mapToLong(Long::longValue);
        LongStream open = of(job, role).stream().map(Link::heardAt).flatMapToLong(OptionalLong::stream);
        return LongStream.concat(gone, open).map(at -> now - at).min().orElse(0);
    }

    static String end(String job, String role) {
        return job + " " + role;
    }

    /** The links of a job to one of its ends. */
    static List<Link> of(String job, String role) {
        return OPEN.values().stream().filter(link -> link.isOf(job, role)).toList();
    }

    /** Where a job's open links to one of its ends lead, as {@link Link#loggedIn} was told. */
    public static Set<String> servers(String job, String role) {
        return of(job, role).stream()
                .map(Link::server)
                .filter(server -> !server.isEmpty())
                .collect(Collectors.toSet());
    }

    /** Cuts all of a job's links to one of its ends that lead to another server than this, whose place this has taken. */
    public static void cutThoseElsewhere(String job, String role, String server) {
        of(job, role).stream()
                .filter(link -> !link.server().isEmpty() && !link.server().equals(server))
                .forEach(link -> link.cut(Message.of("it was restarted, or another server has taken its place")));
    }

    /** Whether a pooler in front of an end is to be looked at: it may pool otherwise since the last time. */
    public static boolean isToBeChecked(String job, String role) {
        Long checked = CHECKED.get(end(job, role));
        return checked == null || System.nanoTime() - checked > CHECK_NANOS;
    }

    /** Notes that the pooler in front of an end has just been looked at. */
    public static void noteChecked(String job, String role) {
        CHECKED.put(end(job, role), System.nanoTime());
    }

    /** Has poolers in front of a job's ends looked at again at the next login. */
    public static void checkAgain(String job) {
        CHECKED.keySet().removeIf(end -> end.startsWith(job + " "));
    }

    /** Cuts all of a job's links to one of its ends, of these kinds. */
    public static void cut(String job, String role, Set<Link.Kind> kinds, Message why) {
        of(job, role).stream().filter(link -> kinds.contains(link.kind())).forEach(link -> link.cut(why));
    }

    /** Cuts the link of a connection, as the driver has made it; does nothing if that is closed. */
    public static void cut(Connection connection, Message why) {
        OPEN.values().stream().filter(link -> link.isOf(connection)).forEach(link -> link.cut(why));
    }
}
