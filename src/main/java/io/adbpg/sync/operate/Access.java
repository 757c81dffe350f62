package io.adbpg.sync.operate;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.failure.Worded;
import io.adbpg.sync.settings.HttpToken;
import io.adbpg.sync.settings.JobIdentity;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;

/**
 * Says who may ask what of the job by HTTP: programs of this machine, and with the token those of others; not the web
 * pages of strangers, which a browser on this machine may show.
 */
public final class Access {
    /** The header that every request for an action must carry: a browser does not send it on behalf of other sites' pages. */
    public static final String SYNC = "X-Adbpg-Sync";

    /** The header by which a command says which job it means: its name. */
    public static final String JOB = "X-Adbpg-Sync-Job";

    /** The header by which it says between which ends: a {@link JobIdentity} as text, URL-encoded. */
    public static final String ENDS = "X-Adbpg-Sync-Ends";

    private static final String AUTHORIZATION = "Authorization";
    private static final Pattern HOST =
            Pattern.compile("(?:\\[(?<v6>[0-9a-fA-F:.]+)]|(?<name>[^:\\[\\],]+))(?::\\d*)?");
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1|0:0:0:0:0:0:0:1", Pattern.CASE_INSENSITIVE);
    private static final Pattern ANY = Pattern.compile("0\\.0\\.0\\.0|::|0:0:0:0:0:0:0:0");
    private static final Pattern NUMERIC = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final String listensOn;
    private final HttpToken token;
    private final JobIdentity job;

    /** @param listensOn the setting {@code camel.server.host} */
    public Access(String listensOn, HttpToken token, JobIdentity job) {
        this.listensOn = listensOn;
        this.token = token;
        this.job = job;
    }

    /** The parts of a request that decide; all but method and path may be null. */
    record Request(
            String method, String path, String host, String sync, String job, String ends, String authorization) {
        private boolean reads() {
            return method.equals("GET");
        }
    }

    /** A request that is not allowed. */
    public static final class Denied extends RuntimeException implements Worded {
        private static final long serialVersionUID = 1L;

        private final transient Message message;

        private Denied(Message message) {
            super(message.toString());
            this.message = message;
        }

        @Override
        public Message message() {
            return message;
        }
    }

    /** Whether actions need no token. */
    public boolean isOpen() {
        return isLocal() && !token.isSet();
    }

    /**
     * Checks a request before anything else is done with it.
     *
     * @throws Denied if whoever sent it may not ask this
     * @throws Refusal if it is meant for another job
     */
    public void check(Exchange exchange) {
        org.apache.camel.Message message = exchange.getMessage();
        // Routes need it no more, and nothing may show it.
        String authorization = text(message.removeHeader(AUTHORIZATION));
        check(new Request(
                text(message.getHeader(Exchange.HTTP_METHOD)),
                text(message.getHeader(Exchange.HTTP_PATH)),
                host(message),
                text(message.getHeader(SYNC)),
                text(message.getHeader(JOB)),
                text(message.getHeader(ENDS)),
                authorization));
    }

    /** Returns what the request names the job's host; HTTP/2 has no header for it. */
    private static String host(org.apache.camel.Message message) {
        String header = text(message.getHeader("Host"));
        String url = text(message.getHeader(Exchange.HTTP_URL));
        return header != null || url == null ? header : URI.create(url).getRawAuthority();
    }

    private static String text(Object header) {
        return header == null ? null : header.toString();
    }

    void check(Request request) {
        if (!isKnown(request.host())) {
            throw new Denied(Message.of(
                    "host {0} is not this job's: use a loopback address or the one of camel.server.host={1}",
                    request.host(), listensOn));
        }
        if (request.job() != null && !request.job().equals(job.job())) {
            throw isOther("job " + job.job(), "job " + request.job());
        }
        String ends = request.ends() == null ? null : decoded(request.ends());
        if (ends != null && !job.isNamed(ends)) {
            throw isOther(job.toString(), ends);
        }
        if (request.reads()) {
            if (!isLocal() && token.isSet() && request.path().startsWith("/api")) {
                requireToken(request);
            }
            return;
        }
        if (request.sync() == null) {
            throw new Denied(Message.of("the request has no header {0}: send it with any value", SYNC));
        }
        if (!isLocal() && !token.isSet()) {
            throw new Denied(Message.of(
                    "camel.server.host={0} lets other machines in: set {1} to let them have something done",
                    listensOn, HttpToken.KEY));
        }
        if (token.isSet()) {
            requireToken(request);
        }
    }

    private static Refusal isOther(Object job, String wanted) {
        return Refusal.of(
                "{0} answers here, not {1}: give each job of a machine a camel.server.port of its own",
                job, Refusal.shown(wanted));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private void requireToken(Request request) {
        if (!token.isShownBy(request.authorization())) {
            throw new Denied(Message.of(
                    "the request does not show the token: send the header {0}: Bearer <token>, with the value of {1}",
                    AUTHORIZATION, HttpToken.KEY));
        }
    }

    /** Whether the header {@code Host} of a request names a loopback address, which no foreign name server can have made up; may be null. */
    public static boolean isLoopback(String header) {
        String host = name(header);
        return host != null && LOOPBACK.matcher(host).matches();
    }

    private boolean isLocal() {
        return LOOPBACK.matcher(listensOn).matches();
    }

    /** Whether a host name can't have been pointed at this job by a foreign name server. */
    private boolean isKnown(String header) {
        String host = name(header);
        if (host == null) {
            return false;
        }
        if (LOOPBACK.matcher(host).matches() || host.equals(listensOn.toLowerCase(Locale.ROOT))) {
            return true;
        }
        // No page has the token, and none has a number for its name.
        return ANY.matcher(listensOn).matches()
                && (token.isSet() || NUMERIC.matcher(host).matches());
    }

    /** The name or address in a header {@code Host}, without its port; null if it has none. */
    private static String name(String header) {
        Matcher parts = HOST.matcher(header == null ? "" : header);
        if (!parts.matches()) {
            return null;
        }
        return (parts.group("name") == null ? parts.group("v6") : parts.group("name")).toLowerCase(Locale.ROOT);
    }
}
