package io.adbpg.sync.settings;

import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;

/** The settings that say whom the job alerts, and of what. */
final class DeclaredAlerts {
    /** Stands for none. */
    private static final URI NO_WEBHOOK = URI.create("");

    private static final int LONGEST_SECONDS = 1_000_000;

    private static final Setting<URI> WEBHOOK = Setting.secret(
            "sync.alert-webhook",
            Kind.parsed(AlertSettings.ALLOWED, text -> text.isEmpty() ? NO_WEBHOOK : AlertSettings.parse(text)),
            "URL that the job posts alerts to: that it waits, is behind, has given up, that changes are in quarantine, that the"
                    + " slot holds more than half of what it may; and that it is over. Blank: none. Set it in the"
                    + " environment, as `SYNC_ALERT_WEBHOOK`, if it holds a secret.");

    private static final Setting<String> BODY = Setting.of(
            "sync.alert-body",
            Kind.text(),
            "[{\"labels\":{\"alertname\":\"adbpg-sync-$alert\",\"job\":\"$job\"},\"annotations\":{\"summary\":\"$text\"},"
                    + "\"startsAt\":\"$since\",\"endsAt\":\"$until\"}]",
            "What is posted there: JSON, in which the job fills in $job, $alert, $state (on or over), $text, $since and $until."
                    + " As shipped it is for Alertmanager, at `/api/v2/alerts`.");

    private static final Setting<Long> WAITING_SECONDS = Setting.of(
            "sync.alert-waiting-seconds",
            Kind.number(0, LONGEST_SECONDS),
            "60",
            "How long the job may wait, in seconds, before it alerts; 0 for any time.");

    private static final Setting<Long> DELAY_SECONDS = Setting.of(
            "sync.alert-delay-seconds",
            Kind.number(0, LONGEST_SECONDS),
            "300",
            "Delay, in seconds, beyond which the job alerts; 0 for never.");

    static final List<Setting<?>> ALL = List.of(WEBHOOK, BODY, WAITING_SECONDS, DELAY_SECONDS);

    private DeclaredAlerts() {}

    /** Whom the job alerts. */
    static AlertSettings read(UnaryOperator<String> lookup) {
        URI webhook = WEBHOOK.read(lookup);
        return new AlertSettings(
                webhook.equals(NO_WEBHOOK) ? null : webhook,
                BODY.read(lookup),
                WAITING_SECONDS.read(lookup).intValue(),
                DELAY_SECONDS.read(lookup).intValue());
    }
}
