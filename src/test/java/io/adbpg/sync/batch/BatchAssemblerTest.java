package io.adbpg.sync.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Batch;
import io.adbpg.sync.fold.NetChanges.Rule;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowBuilder;
import io.adbpg.sync.quarantine.QuarantineSession;
import io.adbpg.sync.settings.BatchLimits;
import io.adbpg.sync.support.EmptyQuarantine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class BatchAssemblerTest {
    private static final Relation TABLE = new Relation(new TableName("s", "t"), List.of("id"), new int[] {0});
    private static final Instant FIRST = Instant.parse("2024-01-01T00:00:00Z");
    private static final Instant SECOND = Instant.parse("2024-01-01T00:00:01Z");

    private final List<Batch> batches = new ArrayList<>();
    private int undone;

    /** An assembler of batches of at most three rows, for a target that holds position 100. */
    private final BatchAssembler assembler = assembler(3, 1 << 20);

    private BatchAssembler assembler(int maxRows, long maxBytes) {
        return new BatchAssembler(
                BatchLimits.fixed(maxRows, maxBytes),
                table -> Rule.DEFAULT,
                new ApplyAhead(batches::add, 100, Runnable::run),
                () -> undone++,
                new Fence(),
                EmptyQuarantine.make());
    }

    private static Row row(int id) {
        return new RowBuilder().add(Integer.toString(id)).build();
    }

    private void insert(int... ids) throws Exception {
        for (int id : ids) {
            assembler.change(Operation.INSERT, TABLE, null, row(id));
        }
    }

    /** How many rows the batches write. */
    private List<Integer> sizes() {
        return batches.stream()
                .map(batch ->
                        batch.groups().stream().mapToInt(group -> group.size()).sum())
                .toList();
    }

    @Test
    void transactionsShareABatchUntilTheStreamHasNoMoreReady() throws Exception {
        // given
        insert(1);
        assembler.commit(110, FIRST);
        insert(2);
        assembler.commit(120, SECOND);
        assertThat(batches).isEmpty();

        // when
        long position = assembler.flush();

        // then
        assertThat(position).isEqualTo(120);
        assertThat(sizes()).containsExactly(2);
        assertThat(batches.get(0))
                .returns(true, Batch::complete)
                .returns(120L, Batch::lsn)
                .returns(2, Batch::changes)
                .returns(FIRST, Batch::oldestCommit)
                .returns(SECOND, Batch::newestCommit);
    }

    @Test
    void everyChangeOfALargeTransactionIsStampedWithItsCommit() throws Exception {
        // given
        Rule rule = new Rule(Rule.DEFAULT.operations(), false, true, true);
        BatchAssembler every = new BatchAssembler(
                BatchLimits.fixed(3, 100),
                table -> rule,
                new ApplyAhead(batches::add, 100, Runnable::run),
                () -> undone++,
                new Fence(),
                EmptyQuarantine.make());
        for (int id = 1; id <= 4; id++) {
            every.change(Operation.INSERT, TABLE, null, row(id));
        }
        every.change(Operation.UPDATE, TABLE, row(4), row(5));
        assertThat(batches).isEmpty();

        // when
        every.commit(0x110, FIRST);
        every.flush();

        // then
        assertThat(batches).extracting(Batch::complete).containsOnlyOnce(true).endsWith(true);
        assertThat(batches.stream()
                        .flatMap(batch -> batch.groups().stream())
                        .flatMap(group -> group.rows().stream())
                        .map(Row::toString))
                .containsExactly(
                        "(1, insert, 0/110, 2024-01-01 00:00:00.000000+00, 1)",
                        "(2, insert, 0/110, 2024-01-01 00:00:00.000000+00, 2)",
                        "(3, insert, 0/110, 2024-01-01 00:00:00.000000+00, 3)",
                        "(4, insert, 0/110, 2024-01-01 00:00:00.000000+00, 4)",
                        "(4, delete, 0/110, 2024-01-01 00:00:00.000000+00, 5)",
                        "(5, insert, 0/110, 2024-01-01 00:00:00.000000+00, 6)");
    }

    @Test
    void fullBatchEndsWithItsTransaction() throws Exception {
        // when
        insert(1, 2);
        assembler.commit(110, FIRST);
        insert(3);
        assembler.commit(120, SECOND);

        // then
        assertThat(batches).extracting(Batch::complete).containsExactly(false, true);
        assertThat(batches).extracting(Batch::lsn).containsExactly(0L, 120L);
        assertThat(sizes()).containsExactly(3, 0);
    }

    @Test
    void transactionLargerThanABatchComesInPieces() throws Exception {
        // when
        insert(1, 2, 3, 4, 5, 6, 7);
        assembler.commit(110, FIRST);
        assembler.flush();

        // then
        assertThat(sizes()).containsExactly(3, 3, 1);
        assertThat(batches).extracting(Batch::complete).containsExactly(false, false, true);
        assertThat(batches.get(2).lsn()).isEqualTo(110);
    }

    @Test
    void batchIsFullAtItsMemoryLimit() throws Exception {
        // given
        BatchAssembler small = assembler(1000, 5_000);

        // when
        small.change(
                Operation.INSERT,
                TABLE,
                null,
                new RowBuilder().add("x".repeat(10_000)).build());

        // then
        assertThat(batches).hasSize(1);
    }

    @Test
    void transactionsThatTheTargetHoldsAreDropped() throws Exception {
        // when
        insert(1);
        assembler.commit(90, FIRST);
        insert(2);
        assembler.commit(100, FIRST);
        insert(3);
        assembler.commit(101, SECOND);
        assembler.flush();

        // then
        assertThat(sizes()).containsExactly(1);
        assertThat(batches.get(0).oldestCommit()).isEqualTo(SECOND);
        assertThat(undone).isZero();
    }

    @Test
    void updateOfAKeylessRowThatDoesNotSayWhichIsRefused() throws Exception {
        // given
        Relation keyless = new Relation(TABLE.table(), TABLE.columns(), new int[0]);

        // when
        assembler.change(Operation.UPDATE, keyless, null, row(1));

        // then
        assertThatThrownBy(() -> assembler.commit(110, FIRST)).hasMessageContaining("came without its whole old row");
    }

    /** The table had a key then, and has been loaded again without it; the slot goes back further. */
    @Test
    void updateThatDoesNotSayWhichRowIsPassedOverIfTheTargetHoldsIt() throws Exception {
        // given
        Relation keyless = new Relation(TABLE.table(), TABLE.columns(), new int[0]);

        // when
        assembler.change(Operation.UPDATE, keyless, null, row(1));
        assembler.commit(100, FIRST);
        insert(2);
        assembler.commit(110, SECOND);
        assembler.flush();

        // then
        assertThat(sizes()).containsExactly(1);
    }

    @Test
    void piecesOfATransactionThatTheTargetHoldsAreRolledBack() throws Exception {
        // when
        insert(1, 2, 3, 4);
        assembler.commit(100, FIRST);
        assembler.flush();

        // then
        assertThat(batches).extracting(Batch::complete).containsExactly(false);
        assertThat(undone).isEqualTo(1);
    }

    @Test
    void flushLeavesAnOpenTransactionAlone() throws Exception {
        // given
        insert(1);

        // when
        long position = assembler.flush();

        // then
        assertThat(position).isEqualTo(100);
        assertThat(batches).isEmpty();
    }

    @Test
    void positionMovesOnInAnIdleStream() throws Exception {
        // given
        assembler.commit(150, null);

        // when
        long position = assembler.flush();

        // then
        assertThat(position).isEqualTo(150);
        assertThat(batches)
                .singleElement()
                .returns(true, Batch::complete)
                .returns(150L, Batch::lsn)
                .returns(null, Batch::newestCommit);
        assertThat(batches.get(0).groups()).isEmpty();
    }

    @Test
    void positionIsWrittenOnce() throws Exception {
        // given
        insert(1);
        assembler.commit(110, FIRST);

        // when
        assembler.flush();
        assembler.flush();

        // then
        assertThat(batches).hasSize(1);
    }

    @Test
    void failureOfTheTargetEndsTheStream() throws Exception {
        // given
        BatchAssembler failing = new BatchAssembler(
                BatchLimits.fixed(1, 1 << 20),
                table -> Rule.DEFAULT,
                new ApplyAhead(
                        batch -> {
                            throw new IllegalStateException("the target is away");
                        },
                        0,
                        Runnable::run),
                () -> undone++,
                new Fence(),
                EmptyQuarantine.make());

        // when
        failing.change(Operation.INSERT, TABLE, null, row(1));

        // then
        assertThatThrownBy(() -> failing.change(Operation.INSERT, TABLE, null, row(2)))
                .hasMessage("the target is away");
        assertThatThrownBy(() -> failing.commit(110, FIRST)).hasMessage("the target is away");
        assertThatThrownBy(failing::settle).hasMessage("the target is away");
    }

    /** Applies batches on another thread, once the target answers. */
    private ApplyAhead waiting(CountDownLatch targetAnswers, ExecutorService applying) {
        return new ApplyAhead(
                batch -> {
                    targetAnswers.await();
                    batches.add(batch);
                },
                100,
                applying);
    }

    private static BatchAssembler overlapping(int maxRows, ApplyAhead applier, Runnable undo) {
        return new BatchAssembler(
                BatchLimits.fixed(maxRows, 1 << 20),
                table -> Rule.DEFAULT,
                applier,
                undo,
                new Fence(),
                EmptyQuarantine.make());
    }

    @Test
    void closeWaitsForTheLastBatchEvenIfInterrupted() throws Exception {
        // given
        CountDownLatch targetAnswers = new CountDownLatch(1);
        ExecutorService applying = Executors.newSingleThreadExecutor();
        ApplyAhead applier = waiting(targetAnswers, applying);
        applier.begin(new Batch(List.of(), 0, true, 110, null, null), 1);

        // when
        Thread.currentThread().interrupt();
        new Thread(targetAnswers::countDown).start();
        applier.close();

        // then
        assertThat(Thread.interrupted()).isTrue();
        assertThat(batches).hasSize(1);
        applying.shutdown();
    }

    @Test
    void errorOfABatchIsRethrownAsItIs() throws Exception {
        // given
        OutOfMemoryError error = new OutOfMemoryError("Java heap space");
        ApplyAhead applier = new ApplyAhead(
                batch -> {
                    throw error;
                },
                100,
                Runnable::run);
        applier.begin(new Batch(List.of(), 0, true, 110, null, null), 1);

        // then
        assertThatThrownBy(() -> {
                    try (applier) {
                        applier.settle();
                    }
                })
                .isSameAs(error);
    }

    @Test
    void nextBatchIsFoldedWhileTheLastOneIsApplied() throws Exception {
        // given
        CountDownLatch targetAnswers = new CountDownLatch(1);
        ExecutorService applying = Executors.newSingleThreadExecutor();
        BatchAssembler overlapping = overlapping(3, waiting(targetAnswers, applying), () -> undone++);
        overlapping.change(Operation.INSERT, TABLE, null, row(1));
        overlapping.commit(110, FIRST);

        // when
        long heldMeanwhile = overlapping.handOver();
        overlapping.change(Operation.INSERT, TABLE, null, row(2));
        overlapping.commit(120, SECOND);

        // then
        assertThat(heldMeanwhile).isEqualTo(100);
        assertThat(overlapping.isBusy()).isTrue();
        assertThat(batches).isEmpty();

        // when
        targetAnswers.countDown();

        // then
        assertThat(overlapping.settle()).isEqualTo(110);
        assertThat(overlapping.flush()).isEqualTo(120);
        assertThat(batches).extracting(Batch::lsn).containsExactly(110L, 120L);
        applying.shutdown();
    }

    @Test
    void piecesAreRolledBackOnlyAfterTheLastOneIsApplied() throws Exception {
        // given
        CountDownLatch targetAnswers = new CountDownLatch(1);
        ExecutorService applying = Executors.newSingleThreadExecutor();
        List<Integer> appliedWhenUndone = new ArrayList<>();
        BatchAssembler overlapping =
                overlapping(1, waiting(targetAnswers, applying), () -> appliedWhenUndone.add(batches.size()));
        overlapping.change(Operation.INSERT, TABLE, null, row(1));
        assertThat(overlapping.isBusy()).isTrue();

        // when
        new Thread(targetAnswers::countDown).start();
        overlapping.forget();

        // then
        assertThat(appliedWhenUndone).containsExactly(1);
        applying.shutdown();
    }

    @Test
    void batchIsFullIfAnotherTransactionLikeTheLastOneWouldNotFit() throws Exception {
        // given
        BatchAssembler ten = assembler(10, 1 << 20);

        // when
        insertAndCommit(ten, 4, 110);
        assertThat(ten.isFull()).isFalse();
        insertAndCommit(ten, 3, 120);

        // then
        assertThat(ten.isFull()).isTrue();
        ten.handOver();
        assertThat(ten.isFull()).isFalse();
    }

    @Test
    void memoryFillsABatchToo() throws Exception {
        // given
        BatchAssembler small = assembler(10, 1000);

        // when
        small.change(
                Operation.INSERT,
                TABLE,
                null,
                new RowBuilder().add("x".repeat(600)).build());
        small.commit(110, FIRST);

        // then
        assertThat(small.isFull()).isTrue();
    }

    private static void insertAndCommit(BatchAssembler assembler, int rows, long lsn) throws Exception {
        for (int n = 0; n < rows; n++) {
            assembler.change(Operation.INSERT, TABLE, null, row((int) lsn * 1000 + n));
        }
        assembler.commit(lsn, FIRST);
    }

    /** Batches of ten rows, which may grow to forty, for a target that applies each once it is let. */
    private final class Growing {
        private final ExecutorService applying = Executors.newSingleThreadExecutor();
        private final Semaphore let = new Semaphore(0);
        private final ApplyAhead applier;
        private final BatchAssembler assembler;
        private long lsn = 100;

        private Growing(QuarantineSession quarantine) {
            applier = new ApplyAhead(
                    batch -> {
                        let.acquire();
                        batches.add(batch);
                    },
                    lsn,
                    applying);
            assembler = new BatchAssembler(
                    new BatchLimits(10, 1 << 20, 40, 1 << 20),
                    table -> Rule.DEFAULT,
                    applier,
                    () -> undone++,
                    new Fence(),
                    quarantine);
        }

        /** How many transactions of one row make a batch full by now. */
        private int rowsUntilFull() throws Exception {
            int rows = 0;
            do {
                insertAndCommit(assembler, 1, ++lsn);
                rows++;
            } while (!assembler.isFull());
            return rows;
        }

        private void applied() throws Exception {
            let.release();
            assembler.settle();
        }
    }

    @Test
    void batchGrowsWhileTheLastOneIsAppliedAndIsOfItsUsualSizeOtherwise() throws Exception {
        // given
        Growing growing = new Growing(EmptyQuarantine.make());

        // the first one tells how fast the target is
        assertThat(growing.rowsUntilFull()).isEqualTo(9);
        growing.assembler.handOver();
        growing.applied();
        assertThat(growing.rowsUntilFull()).isEqualTo(9);
        growing.assembler.handOver();

        // while it is applied
        assertThat(growing.rowsUntilFull()).isEqualTo(39);
        growing.let.release();
        growing.assembler.handOver();
        growing.applied();

        // in step again
        assertThat(growing.rowsUntilFull()).isEqualTo(9);
        growing.applying.shutdown();
    }

    @Test
    void batchDoesNotGrowBeforeTheTargetHasShownHowFastItIs() throws Exception {
        // given
        Growing growing = new Growing(EmptyQuarantine.make());
        growing.rowsUntilFull();

        // when
        growing.assembler.handOver();

        // then
        assertThat(growing.rowsUntilFull()).isEqualTo(9);
        growing.applied();
        growing.applying.shutdown();
    }

    @Test
    void piecesOfALargeTransactionGrowToo() throws Exception {
        // given
        Growing growing = new Growing(EmptyQuarantine.make());
        growing.rowsUntilFull();
        growing.assembler.handOver();
        growing.applied();
        growing.rowsUntilFull();
        growing.assembler.handOver();

        // when
        insertAndCommit(growing.assembler, 30, ++growing.lsn);
        growing.let.release(2);
        growing.assembler.handOver();
        growing.assembler.settle();

        // then
        assertThat(sizes()).containsExactly(9, 9, 30);
        assertThat(batches).extracting(Batch::complete).containsOnly(true);
        growing.applying.shutdown();
    }

    /** An assembler of batches of at most a kB, whose batches stay busy forever. */
    private BatchAssembler stalled(QuarantineSession quarantine) {
        return new BatchAssembler(
                BatchLimits.fixed(1, 1000),
                table -> Rule.DEFAULT,
                new ApplyAhead(batches::add, 100, task -> {}),
                () -> undone++,
                new Fence(),
                quarantine);
    }

    @Test
    void nothingIsFoldedWhileALargeValueIsApplied() throws Exception {
        // when
        stalled(EmptyQuarantine.make())
                .change(
                        Operation.INSERT,
                        TABLE,
                        null,
                        new RowBuilder().add("x".repeat(2000)).build());

        // then
        assertThat(batches).hasSize(1);
    }

    @Test
    void nothingIsFoldedWhileARefusedRowIsSearchedFor() throws Exception {
        // given
        QuarantineSession quarantine = EmptyQuarantine.make();
        quarantine.search().intensify();

        // when
        stalled(quarantine).change(Operation.INSERT, TABLE, null, row(1));

        // then
        assertThat(batches).hasSize(1);
    }

    /** An assembler of batches of one row, for a target at position 100 that refuses one of them. */
    private BatchAssembler refusing(int number) {
        return overlapping(
                1,
                new ApplyAhead(
                        batch -> {
                            batches.add(batch);
                            if (batches.size() == number) {
                                throw Refusal.of("a row is refused");
                            }
                        },
                        100,
                        Runnable::run),
                () -> undone++);
    }

    @Test
    void refusedPieceOfATransactionThatTheTargetHoldsIsNoMatter() throws Exception {
        // given
        BatchAssembler refusing = refusing(2);
        for (int id = 1; id <= 4; id++) {
            refusing.change(Operation.INSERT, TABLE, null, row(id));
        }
        refusing.settle();

        // when
        refusing.commit(90, FIRST);
        refusing.change(Operation.INSERT, TABLE, null, row(5));
        refusing.commit(110, SECOND);

        // then
        assertThat(refusing.flush()).isEqualTo(110);
        assertThat(undone).isEqualTo(1);
        assertThat(batches).extracting(Batch::lsn).containsExactly(0L, 0L, 0L, 110L);
    }

    @Test
    void refusedPieceOfATransactionThatTheTargetLacksIsToldAtItsEnd() throws Exception {
        // given
        BatchAssembler refusing = refusing(2);
        for (int id = 1; id <= 4; id++) {
            refusing.change(Operation.INSERT, TABLE, null, row(id));
        }

        // then
        assertThatThrownBy(() -> refusing.commit(110, FIRST)).hasMessage("a row is refused");
        assertThat(batches).hasSize(2);
    }

    @Test
    void refusedPieceIsToldAtOnceAfterATransactionThatTheTargetLacked() throws Exception {
        // given
        BatchAssembler refusing = refusing(3);
        refusing.change(Operation.INSERT, TABLE, null, row(1));
        refusing.commit(110, FIRST);
        refusing.flush();

        // when
        refusing.change(Operation.INSERT, TABLE, null, row(2));

        // then
        assertThatThrownBy(refusing::settle).hasMessage("a row is refused");
    }
}
