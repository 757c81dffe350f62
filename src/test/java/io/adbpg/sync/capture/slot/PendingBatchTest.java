package io.adbpg.sync.capture.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PendingBatchTest {
    private final PendingBatch pending = new PendingBatch(10, 10_000);

    private void transaction(int rows, int rowSize) {
        transaction(rows, rowSize, Instant.now());
    }

    private void transaction(int rows, int rowSize, Instant committedAt) {
        for (int i = 0; i < rows; i++) {
            pending.add(message("I" + "x".repeat(rowSize)));
        }
        pending.endTransaction(committedAt);
    }

    private static ByteBuffer message(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void fewRowsDoNotFillABatch() {
        // when
        transaction(1, 1);

        // then
        assertThat(pending.isFull()).isFalse();
    }

    @Test
    void isFullIfAnotherSuchTransactionWouldNotFit() {
        // when
        transaction(4, 1);
        assertThat(pending.isFull()).isFalse();
        transaction(4, 1);

        // then
        assertThat(pending.isFull()).isTrue();
    }

    @Test
    void memoryCountsToo() {
        // when
        transaction(1, 6_000);

        // then
        assertThat(pending.isFull()).isTrue();
    }

    @Test
    void clearStartsOver() {
        // given
        transaction(8, 1);

        // when
        pending.clear();
        transaction(1, 1);

        // then
        assertThat(pending.isFull()).isFalse();
    }

    @Test
    void firstTransactionSetsTheDeadline() {
        // given
        transaction(1, 1);
        long deadline = pending.deadline();

        // when
        transaction(1, 1);

        // then
        assertThat(pending.deadline()).isEqualTo(deadline);
    }

    @Test
    void punctualTransactionDoesNotWaitForAPausingSource() {
        // when
        transaction(1, 1, Instant.now().minusSeconds(3600));

        // then
        assertThat(pending.pauseNanos()).isZero();
        assertThat(pending.deadline() - System.nanoTime()).isLessThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(50));
    }

    @Test
    void lateTransactionMayWaitForALargerBatch() {
        // given
        transaction(1, 1);
        pending.clear();

        // when
        transaction(1, 1, Instant.now().minusSeconds(3600));

        // then
        assertThat(pending.pauseNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
        assertThat(pending.deadline() - System.nanoTime()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(50));
    }
}
