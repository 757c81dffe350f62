package io.adbpg.sync.capture.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adbpg.sync.capture.slot.ReadAhead.Chunk;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReadAheadTest {
    private static final long LONG = TimeUnit.MINUTES.toNanos(1);

    private final ReadAhead ahead = new ReadAhead(1000);

    private static Chunk chunk(long bytes, int commits) {
        return new Chunk(List.of(ByteBuffer.allocate(1)), bytes, commits, 0);
    }

    @Test
    void chunksAreTakenInOrder() throws Exception {
        // given
        Chunk first = chunk(1, 0);
        Chunk second = chunk(1, 0);

        // when
        ahead.add(first);
        ahead.add(second);

        // then
        assertThat(ahead.take(1)).isSameAs(first);
        assertThat(ahead.take(1)).isSameAs(second);
        assertThat(ahead.take(1)).isNull();
    }

    @Test
    void thereIsRoomAgainWhenAChunkIsDone() throws Exception {
        // given
        ahead.add(chunk(1000, 0));
        assertThat(ahead.awaitRoom(1)).isFalse();
        ahead.take(1);
        assertThat(ahead.awaitRoom(1)).isFalse();

        // when
        CompletableFuture<Void> taker = CompletableFuture.runAsync(() -> {
            try {
                ahead.take(1);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });

        // then
        assertThat(ahead.awaitRoom(20_000)).isTrue();
        taker.join();
    }

    @Test
    void positionIsKnownOnlyWhenAllIsTakenAndNothingArrives() throws Exception {
        // when
        ahead.add(chunk(1, 1));
        ahead.quiet(77);

        // then
        assertThat(ahead.emptyUpTo()).isZero();
        ahead.take(1);
        assertThat(ahead.emptyUpTo()).isEqualTo(77);
        ahead.add(chunk(1, 0));
        ahead.take(1);
        assertThat(ahead.emptyUpTo()).isZero();
    }

    @Test
    void thereIsMoreUntilAllIsTakenAndNothingArrives() throws Exception {
        // when
        ahead.add(chunk(1, 1));
        ahead.quiet(77);

        // then
        assertThat(ahead.hasMore()).isTrue();
        ahead.take(1);
        assertThat(ahead.hasMore()).isFalse();
        ahead.add(chunk(1, 0));
        ahead.take(1);
        assertThat(ahead.hasMore()).isTrue();
    }

    @Test
    void commitIsAwaitedWhileMoreArrives() throws Exception {
        // given
        ahead.add(chunk(1, 0));

        // when
        CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> ahead.add(chunk(1, 1)));

        // then
        assertThat(ahead.awaitCommit(System.nanoTime() + LONG, 0)).isTrue();
        reader.join();
    }

    @Test
    void commitIsNotAwaitedWhenNothingArrives() throws Exception {
        // given
        ahead.add(chunk(1, 0));
        ahead.quiet(77);

        // then
        assertThat(ahead.awaitCommit(System.nanoTime() + LONG, 0)).isFalse();
    }

    @Test
    void commitIsAwaitedAcrossAPause() throws Exception {
        // given
        ahead.quiet(77);

        // when
        CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
            ahead.add(chunk(1, 0));
            ahead.quiet(78);
            ahead.add(chunk(1, 1));
        });

        // then
        assertThat(ahead.awaitCommit(System.nanoTime() + LONG, LONG)).isTrue();
        reader.join();
    }

    @Test
    void commitOfATooLargeTransactionIsNotAwaited() throws Exception {
        // given
        ahead.add(chunk(1000, 0));

        // then
        assertThat(ahead.awaitCommit(System.nanoTime() + LONG, 0)).isFalse();
    }

    @Test
    void failureIsThrownAfterEarlierMessagesAreTaken() throws Exception {
        // given
        Chunk chunk = chunk(1, 1);
        ahead.add(chunk);
        ahead.fail(new IllegalStateException("lost"));

        // then
        assertThat(ahead.awaitCommit(System.nanoTime() + LONG, 0)).isTrue();
        assertThat(ahead.take(1)).isSameAs(chunk);
        assertThatThrownBy(() -> ahead.take(1)).hasMessage("lost");
    }

    @Test
    void closeEndsEveryWait() throws Exception {
        // when
        ahead.close();

        // then
        assertThat(ahead.take(TimeUnit.NANOSECONDS.toMillis(LONG))).isNull();
        assertThat(ahead.awaitCommit(System.nanoTime() + LONG, 0)).isFalse();
    }
}
