package io.adbpg.sync.operate.alert;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.settings.AlertSettings;
import io.adbpg.sync.settings.DeclaredSettings;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.status.JobStatus;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Alerts as they come to a real HTTP server. */
class AlertsTest {
    private static final String SECRET = "secret-of-the-url";
    private static final String BODY = "$alert $state: $text";

    private final JobStatus status = new JobStatus("shop");
    private final List<String> posted = new CopyOnWriteArrayList<>();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Now clock = new Now();
    private HttpServer server;
    private volatile int answer = 200;
    private OptionalLong delayMillis = OptionalLong.of(0);
    private long quarantined;
    private double slotShare = Double.NaN;

    /** Goes on as it is told to. */
    private static final class Now extends Clock {
        private Instant instant = Instant.now();

        @Override
        public Instant instant() {
            return instant;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void startServer() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", request -> {
            posted.add(new String(request.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            request.sendResponseHeaders(answer, -1);
            request.close();
        });
        server.start();
        logged.start();
        ((Logger) LoggerFactory.getLogger("adbpg-sync")).addAppender(logged);
    }

    @AfterEach
    void secretIsNotLogged() {
        server.stop(0);
        ((Logger) LoggerFactory.getLogger("adbpg-sync")).detachAppender(logged);
        assertThat(logged.list).noneMatch(event -> event.getFormattedMessage().contains(SECRET));
    }

    private Alerts alerts(String body) {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook?token=" + SECRET);
        AlertSettings settings = new AlertSettings(url, body, 60, 300);
        Conditions conditions = new Conditions(settings, status, () -> delayMillis, () -> quarantined, () -> slotShare);
        return new Alerts("shop", settings, conditions, clock);
    }

    /** Looks at each second of a time. */
    private void pass(Alerts alerts, Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            clock.instant = clock.instant.plusSeconds(1);
            alerts.look();
        }
    }

    @Test
    void jobThatWaitsTooLongIsToldOnceAndThatItIsOverOnce() {
        // given
        Alerts alerts = alerts(BODY);
        status.enter(JobState.WAITING, Message.verbatim("target \"warehouse\" is away"));

        // when
        pass(alerts, Duration.ofSeconds(50));
        assertThat(posted).isEmpty();
        pass(alerts, Duration.ofMinutes(5));

        // then
        assertThat(posted).hasSize(1);
        assertThat(posted.get(0))
                .startsWith("waiting on: job shop: it has waited for 6")
                .endsWith("s: target \\\"warehouse\\\" is away");

        // when
        status.enter(JobState.SYNCING, Message.NONE);
        pass(alerts, Duration.ofMinutes(1));

        // then
        assertThat(posted).hasSize(2);
        assertThat(posted.get(1)).startsWith("waiting over: job shop, over: it has waited for ");
    }

    @Test
    void whatIsOverBeforeItIsSteadyIsNotTold() {
        // given
        Alerts alerts = alerts(BODY);

        // when
        for (int i = 0; i < 10; i++) {
            delayMillis = OptionalLong.of(400_000);
            pass(alerts, Duration.ofSeconds(3));
            delayMillis = OptionalLong.empty();
            pass(alerts, Duration.ofSeconds(3));
        }

        // then
        assertThat(posted).isEmpty();
    }

    @Test
    void eachConditionHasItsAlert() {
        // given
        Alerts alerts = alerts(BODY);

        // when
        delayMillis = OptionalLong.of(301_000);
        quarantined = 3;
        slotShare = 0.625;
        pass(alerts, Duration.ofSeconds(10));

        // then
        assertThat(posted)
                .containsExactly(
                        "delay on: job shop: the target is 301 s behind",
                        "quarantine on: job shop: changes are in quarantine: 3",
                        "slot on: job shop: the slot holds 63% of the WAL that max_slot_wal_keep_size lets it hold");
    }

    @Test
    void whatCannotBeToldIsTriedAgainLessAndLessOftenAndAsItIsByThen() {
        // given
        Alerts alerts = alerts(BODY);
        answer = 503;
        quarantined = 3;

        // when
        pass(alerts, Duration.ofHours(1));

        // then
        assertThat(posted).hasSizeBetween(10, 20).containsOnly("quarantine on: job shop: changes are in quarantine: 3");
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "alert quarantine can't be told, and is tried again: sync.alert-webhook: 127.0.0.1 answers"
                                + " with HTTP status 503");

        // when
        posted.clear();
        answer = 200;
        quarantined = 5;
        pass(alerts, Duration.ofMinutes(10));

        // then
        assertThat(posted).containsExactly("quarantine on: job shop: changes are in quarantine: 5");
    }

    @Test
    void serverThatIsAwayHoldsNothingUp() {
        // given
        server.stop(0);
        Alerts alerts = alerts(BODY);
        quarantined = 1;

        // when
        pass(alerts, Duration.ofSeconds(10));

        // then
        assertThat(logged.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .contains("127.0.0.1 does not answer (ConnectException)");
    }

    @Test
    void jobThatGivesUpTellsSoBeforeItEnds() {
        // given
        Alerts alerts = alerts(BODY);
        alerts.start();

        // when
        status.fail(Refusal.of("source has no table shop.orders"));
        alerts.close();

        // then
        assertThat(posted).containsExactly("failed on: job shop: it has given up: source has no table shop.orders");
    }

    @Test
    void shippedBodyIsWhatAlertmanagerTakes() throws Exception {
        // given
        Alerts alerts = alerts(DeclaredSettings.defaults().getProperty("sync.alert-body"));
        quarantined = 1;

        // when
        pass(alerts, Duration.ofSeconds(10));

        // then
        JsonObject alert = (JsonObject) ((JsonArray) Jsoner.deserialize(posted.get(0))).get(0);
        assertThat(alert.keySet()).containsExactlyInAnyOrder("labels", "annotations", "startsAt", "endsAt");
        assertThat((JsonObject) alert.get("labels"))
                .containsEntry("alertname", "adbpg-sync-quarantine")
                .containsEntry("job", "shop");
        assertThat(Instant.parse(alert.getString("startsAt"))).isBefore(Instant.parse(alert.getString("endsAt")));
    }
}
