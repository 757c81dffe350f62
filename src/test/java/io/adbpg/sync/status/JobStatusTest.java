package io.adbpg.sync.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class JobStatusTest {
    private static final Instant START = Instant.parse("2026-11-26T07:00:00Z");
    private static final TableName ORDERS = TableName.parse("shop.orders");

    private final Ticks ticks = new Ticks();
    private final JobStatus status = new JobStatus("shop", ticks);

    /** A clock that advances by a second each time it is read. */
    private static final class Ticks extends Clock {
        private Instant next = START;

        @Override
        public Instant instant() {
            Instant now = next;
            next = now.plus(Duration.ofSeconds(1));
            return now;
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

    @Test
    void newReasonDoesNotRestartTheState() {
        // given
        status.enter(JobState.WAITING, Message.verbatim("the target is away"));
        Instant entered = status.since();

        // when
        status.enter(JobState.WAITING, Message.verbatim("the source is away"));

        // then
        assertThat(status.since()).isEqualTo(entered).isAfter(START);
        assertThat(status.describe().toString()).isEqualTo("waiting: the source is away");
    }

    @Test
    void problemsAreKeptNewestFirst() {
        // when
        status.enter(JobState.SYNCING, Message.NONE);
        status.enter(JobState.WAITING, Message.verbatim("the target is away"));
        status.enter(JobState.WAITING, Message.verbatim("the target is away"));
        status.enter(JobState.SYNCING, Message.NONE);
        status.table(ORDERS, TableStatus.State.WAITING, Message.verbatim("it has no key"), null);
        status.table(ORDERS, TableStatus.State.WAITING, Message.verbatim("it has no key"), null);
        status.fail(Refusal.of("there is a gap"));

        // then
        assertThat(status.errors())
                .extracting(error -> error.place() + ": " + error.message())
                .containsExactly("job: there is a gap", "shop.orders: it has no key", "job: the target is away");
        assertThat(status.errors()).extracting(JobError::time).isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void twentyErrorsAreKept() {
        // when
        for (int i = 1; i <= 25; i++) {
            status.enter(JobState.WAITING, Message.verbatim("try " + i));
        }

        // then
        assertThat(status.errors()).hasSize(20);
        assertThat(status.errors().get(0).message().toString()).isEqualTo("try 25");
    }
}
