package io.adbpg.sync.capture.pgoutput;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GatheredTest {
    private final Gathered gathered = new Gathered(10, 10_000);

    private void transaction(int rows, int rowSize) {
        transaction(rows, rowSize, Instant.now());
    }

    private void transaction(int rows, int rowSize, Instant committedAt) {
        gathered.add(message("B"));
        for (int i = 0; i < rows; i++) {
            gathered.add(message("I" + "x".repeat(rowSize)));
        }
        gathered.add(message("C"));
        gathered.endTransaction(committedAt);
    }

    private static ByteBuffer message(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void fewRowsAreNoFullBatch() {
        // when
        transaction(1, 1);

        // then
        assertThat(gathered.isFull()).isFalse();
    }

    @Test
    void fullIsWhenAnotherSuchTransactionWouldBeTooMuch() {
        // when
        transaction(4, 1);
        assertThat(gathered.isFull()).isFalse();
        transaction(4, 1);

        // then
        assertThat(gathered.isFull()).isTrue();
    }

    @Test
    void memoryCountsToo() {
        // when
        transaction(1, 6_000);

        // then
        assertThat(gathered.isFull()).isTrue();
    }

    @Test
    void nothingIsLeftAfterAFlush() {
        // given
        transaction(8, 1);

        // when
        gathered.clear();
        transaction(1, 1);

        // then
        assertThat(gathered.isFull()).isFalse();
    }

    @Test
    void firstTransactionSaysHowLongItMayWait() {
        // given
        transaction(1, 1);
        long deadline = gathered.deadline();

        // when
        transaction(1, 1);

        // then
        assertThat(gathered.deadline()).isEqualTo(deadline);
    }

    @Test
    void transactionThatComesAsSoonAsOthersMustNotWaitForASourceThatPauses() {
        // when
        transaction(1, 1, Instant.now().minusSeconds(3600));

        // then
        assertThat(gathered.pauseNanos()).isZero();
        assertThat(gathered.deadline() - System.nanoTime()).isLessThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(50));
    }

    @Test
    void transactionThatIsLateMayWaitForALargerBatch() {
        // given
        transaction(1, 1);
        gathered.clear();

        // when
        transaction(1, 1, Instant.now().minusSeconds(3600));

        // then
        assertThat(gathered.pauseNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
        assertThat(gathered.deadline() - System.nanoTime()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(50));
    }
}
