package io.adbpg.sync.capture.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PendingBatchTest {
    private final PendingBatch pending = new PendingBatch();

    @Test
    void firstTransactionSetsTheDeadline() {
        // given
        pending.endTransaction(Instant.now());
        long deadline = pending.deadline();

        // when
        pending.endTransaction(Instant.now());

        // then
        assertThat(pending.deadline()).isEqualTo(deadline);
    }

    @Test
    void punctualTransactionDoesNotWaitForAPausingSource() {
        // when
        pending.endTransaction(Instant.now().minusSeconds(3600));

        // then
        assertThat(pending.pauseNanos()).isZero();
        assertThat(pending.deadline() - System.nanoTime()).isLessThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(50));
    }

    @Test
    void lateTransactionMayWaitForALargerBatch() {
        // given
        pending.endTransaction(Instant.now());
        pending.clear();

        // when
        pending.endTransaction(Instant.now().minusSeconds(3600));

        // then
        assertThat(pending.pauseNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
        assertThat(pending.deadline() - System.nanoTime()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(50));
    }
}
