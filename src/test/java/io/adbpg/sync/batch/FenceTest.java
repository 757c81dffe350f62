package io.adbpg.sync.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.batch.Fence.Outcome;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Batch;
import io.adbpg.sync.fold.NetChanges.Rule;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.RowBuilder;
import io.adbpg.sync.settings.BatchLimits;
import io.adbpg.sync.support.EmptyQuarantine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fence in the stream of a target that holds position 100 at first. */
class FenceTest {
    private static final Relation TABLE = new Relation(new TableName("s", "t"), List.of("id"), new int[] {0});
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration NONE = Duration.ZERO;

    private final Fence fence = new Fence();
    private final List<Long> committed = new ArrayList<>();
    private final List<String> moments = new ArrayList<>();

    private final ExecutorService applying = Executors.newSingleThreadExecutor();
    private final BatchAssembler assembler = new BatchAssembler(
            BatchLimits.fixed(3, 1 << 20),
            table -> Rule.DEFAULT,
            new ApplyAhead(this::apply, 100, applying),
            () -> {},
            fence,
            EmptyQuarantine.make());

    private void apply(Batch batch) {
        if (batch.complete()) {
            committed.add(batch.lsn());
        }
    }

    @AfterEach
    void end() {
        applying.shutdown();
    }

    @BeforeEach
    void begin() {
        fence.begin(() -> {});
    }

    private void transaction(long lsn, int rows) throws Exception {
        for (int id = 0; id < rows; id++) {
            assembler.change(
                    Operation.INSERT,
                    TABLE,
                    null,
                    new RowBuilder().add(Integer.toString(id)).build());
        }
        assembler.commit(lsn, Instant.EPOCH);
    }

    /** Stops the stream, and records the position that the target holds then. */
    private void stopAt(long position) {
        fence.stopAt(position, isOpen -> moments.add(committed + (isOpen ? " and a piece" : "")));
    }

    @Test
    void momentComesBeforeTheFirstTransactionPastThePosition() throws Exception {
        // given
        transaction(110, 1);
        fence.raise(NONE);
        stopAt(120);

        // when
        transaction(115, 1);
        transaction(120, 1);
        assertThat(moments).isEmpty();
        transaction(130, 1);
        assembler.flush();

        // then
        assertThat(fence.await(LIMIT)).isEqualTo(Outcome.REACHED);
        assertThat(moments).containsExactly("[110, 115, 120]");
        assertThat(committed).containsExactly(110L, 115L, 120L, 130L);
    }

    @Test
    void momentWaitsForABatchThatIsBeingApplied() throws Exception {
        // given
        CountDownLatch targetAnswers = new CountDownLatch(1);
        applying.execute(() -> assertThatCode(targetAnswers::await).doesNotThrowAnyException());
        transaction(110, 1);
        assembler.handOver();
        fence.raise(NONE);
        stopAt(120);

        // when
        new Thread(targetAnswers::countDown).start();
        transaction(130, 1);

        // then
        assertThat(fence.await(LIMIT)).isEqualTo(Outcome.REACHED);
        assertThat(moments).containsExactly("[110]");
    }

    @Test
    void momentComesInAnIdleStream() throws Exception {
        // given
        transaction(110, 1);
        fence.raise(NONE);
        stopAt(120);

        // when
        assertThat(assembler.isAwaited()).isTrue();
        assembler.commit(125, null);

        // then
        assertThat(fence.await(LIMIT)).isEqualTo(Outcome.REACHED);
        assertThat(moments).containsExactly("[110]");
        assertThat(assembler.isAwaited()).isFalse();
    }

    @Test
    void piecesOfALargeTransactionAreInvisibleAtTheMoment() throws Exception {
        // given
        fence.raise(NONE);
        stopAt(120);
        transaction(110, 1);

        // when
        transaction(130, 8);

        // then
        assertThat(fence.await(LIMIT)).isEqualTo(Outcome.REACHED);
        assertThat(moments).containsExactly("[110] and a piece");
    }

    @Test
    void streamThatHasPassedThePositionMissesTheMoment() throws Exception {
        // given
        fence.raise(NONE);
        transaction(130, 1);

        // when
        stopAt(120);

        // then
        assertThat(fence.await(LIMIT)).isEqualTo(Outcome.MISSED);
        assertThat(moments).isEmpty();
    }

    @Test
    void batchThatReachesAcrossThePositionMissesTheMoment() throws Exception {
        // given
        transaction(110, 1);
        assembler.change(
                Operation.INSERT, TABLE, null, new RowBuilder().add("5").build());
        fence.raise(NONE);
        stopAt(120);

        // when
        assembler.commit(130, Instant.EPOCH);

        // then
        assertThat(fence.await(LIMIT)).isEqualTo(Outcome.MISSED);
        assertThat(moments).isEmpty();
    }

    @Test
    void streamWaitsForThePosition() throws Exception {
        // given
        transaction(110, 1);
        fence.raise(LIMIT);
        CompletableFuture<Void> stream = CompletableFuture.runAsync(() -> {
            try {
                transaction(130, 1);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> committed.contains(110L));
        assertThat(stream).isNotDone();

        // when
        stopAt(120);

        // then
        assertThat(fence.await(LIMIT)).isEqualTo(Outcome.REACHED);
        assertThat(moments).containsExactly("[110]");
        stream.join();
    }

    @Test
    void endOfTheStreamInterruptsTheWait() throws Exception {
        // given
        fence.raise(NONE);
        stopAt(120);

        // when
        fence.end();

        // then
        assertThat(fence.await(LIMIT)).isEqualTo(Outcome.INTERRUPTED);
        fence.lower();
        assertThat(fence.raise(NONE)).isFalse();
    }

    @Test
    void failureOfTheMomentReachesTheCallerAndTheStreamGoesOn() throws Exception {
        // given
        fence.raise(NONE);
        fence.stopAt(120, isOpen -> {
            throw new IllegalStateException("no");
        });

        // when
        transaction(130, 1);
        assembler.flush();

        // then
        assertThatThrownBy(() -> fence.await(LIMIT)).hasMessage("no");
        assertThat(committed).containsExactly(130L);
    }

    @Test
    void waitForAMomentThatDoesNotComeEnds() {
        // given
        fence.raise(NONE);
        stopAt(120);

        // then
        assertThatThrownBy(() -> fence.await(Duration.ofMillis(1))).isInstanceOf(Refusal.class);
    }
}
