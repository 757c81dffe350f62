package io.adbpg.sync.operate.alert;

import io.adbpg.sync.settings.AlertSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of each alert when there has been reason for some seconds, once a day while there is, and when it is over. What can't be
 * sent is tried again, less and less often; what has changed meanwhile is told as it is by then, so nothing piles up.
 */
public final class Alerts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");
    private static final Duration STEADY = Duration.ofSeconds(5);
    private static final Duration AGAIN = Duration.ofDays(1);
    private static final int MOST_DOUBLINGS = 9;
    private static final long LONGEST_END_SECONDS = 5;

    private final String job;
    private final Conditions conditions;
    private final AlertSettings settings;
    private final Webhook webhook;
    private final Clock clock;
    private final Map<Alert, Told> told = new EnumMap<>(Alert.class);
    private ScheduledExecutorService executor;

    /** What was told of an alert, and what is to be told. */
    private static final class Told {
        private boolean isOn;
        private Instant toldAt = Instant.MIN;
        private String reason = "";
        private Instant since;
        private boolean wasReason;
        private Instant changed = Instant.MIN;
        private int failures;
        private Instant next = Instant.MIN;
    }

    /** The alerts of a job; {@link #start()} lets them begin. */
    public Alerts(String job, AlertSettings settings, Conditions conditions, Clock clock) {
        this.job = job;
        this.settings = settings;
        this.conditions = conditions;
        this.clock = clock;
        this.webhook = new Webhook(settings.webhook());
    }

    /** Begins, if anybody is to be alerted. */
    public synchronized void start() {
        if (settings.isOn()) {
            executor = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "alerts");
                thread.setDaemon(true);
                return thread;
            });
            var looks = executor.scheduleWithFixedDelay(this::guardedLook, 1, 1, TimeUnit.SECONDS);
            LOG.debug("alerting: {}", looks);
        }
    }

    private void guardedLook() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.debug("cannot alert", e);
        }
    }

    /** Looks, and sends what is to be told. */
    void look() {
        Instant now = clock.instant();
        Map<Alert, String> reasons = conditions.now(now);
        for (Alert alert : Alert.values()) {
            Told its = told.computeIfAbsent(alert, any -> new Told());
            String reason = reasons.get(alert);
            note(its, reason, now);
            // Who has given up has no time to lose.
            boolean isSteady = alert == Alert.FAILED || !now.isBefore(its.changed.plus(STEADY));
            boolean isDue = its.isOn != its.wasReason || (its.isOn && now.isAfter(its.toldAt.plus(AGAIN)));
            if (isSteady && isDue && !now.isBefore(its.next)) {
                tell(alert, its, now);
            }
        }
    }

    private static void note(Told its, String reason, Instant now) {
        if ((reason != null) != its.wasReason) {
            its.wasReason = reason != null;
            its.changed = now;
            its.since = reason != null && !its.isOn ? now : its.since;
        }
        its.reason = reason == null ? its.reason : reason;
    }

    private void tell(Alert alert, Told its, Instant now) {
        boolean isOn = its.wasReason;
        Message message = new Message(
                job, alert, isOn, its.reason, its.since, isOn ? now.plus(AGAIN).plus(AGAIN) : now);
        String failure = webhook.send(message.fill(settings.body()));
        if (failure == null) {
            if (its.failures > 0) {
                LOG.info("alert {}: told", alert.word());
            }
            its.isOn = isOn;
            its.toldAt = now;
            its.failures = 0;
            its.next = now;
        } else {
            if (its.failures == 0) {
                LOG.warn("alert {} can't be told, and is tried again: sync.alert-webhook: {}", alert.word(), failure);
            }
            its.next = now.plusSeconds(1L << Math.min(its.failures, MOST_DOUBLINGS));
            its.failures++;
        }
    }

    /** Ends; a job that has given up tells so first, if that can be done soon. */
    @Override
    public synchronized void close() {
        if (executor == null) {
            return;
        }
        var unused = executor.submit(this::guardedLook);
        executor.shutdown();
        try {
            if (!executor.awaitTermination(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
