package io.adbpg.sync.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BatchLimitsTest {
    private static final OptionalLong UNSET = OptionalLong.empty();
    private static final int MEGABYTE = 1 << 20;

    private static BatchLimits inAHeapOf(long megabytes) {
        return BatchLimits.of(UNSET, UNSET, megabytes * MEGABYTE);
    }

    @Test
    void nothingGrowsInASmallHeap() {
        assertThat(inAHeapOf(64)).isEqualTo(BatchLimits.fixed(50_000, 16 * MEGABYTE));
        assertThat(inAHeapOf(247)).isEqualTo(BatchLimits.fixed(50_000, 16 * MEGABYTE));
        assertThat(inAHeapOf(256)).isEqualTo(BatchLimits.fixed(50_000, 16 * MEGABYTE));
    }

    @Test
    void largestBatchTakesASixteenthOfTheHeap() {
        assertThat(inAHeapOf(1024)).isEqualTo(new BatchLimits(50_000, 16 * MEGABYTE, 200_000, 64 * MEGABYTE));
    }

    @Test
    void largestBatchIsEightUsualOnesInAnyHeap() {
        BatchLimits eightfold = new BatchLimits(50_000, 16 * MEGABYTE, 400_000, 128 * MEGABYTE);
        assertThat(inAHeapOf(2048)).isEqualTo(eightfold);
        assertThat(inAHeapOf(1 << 20)).isEqualTo(eightfold);
    }

    @Test
    void whatIsSetIsTheLimitOfEveryBatch() {
        assertThat(BatchLimits.of(OptionalLong.of(7), OptionalLong.of(1 << 16), 1L << 40))
                .isEqualTo(BatchLimits.fixed(7, 1 << 16));
        assertThat(BatchLimits.of(OptionalLong.of(7), UNSET, 1L << 40))
                .isEqualTo(new BatchLimits(7, 16 * MEGABYTE, 7, 128 * MEGABYTE));
        assertThat(BatchLimits.of(UNSET, OptionalLong.of(1 << 16), 1L << 40))
                .isEqualTo(new BatchLimits(50_000, 1 << 16, 400_000, 1 << 16));
    }

    @Test
    void batchIsFullByRowsOrMemoryWhicheverComesFirst() {
        BatchLimits limits = new BatchLimits(10, 1000, 40, 4000);
        assertThat(limits.areReached(9, 999, 1, 1)).isFalse();
        assertThat(limits.areReached(10, 0, 1, 1)).isTrue();
        assertThat(limits.areReached(0, 1000, 1, 1)).isTrue();
        assertThat(limits.areReached(29, 2999, 1, 3)).isFalse();
        assertThat(limits.areReached(30, 0, 1, 3)).isTrue();
        assertThat(limits.areReached(0, 3000, 1, 3)).isTrue();
    }

    @Test
    void noGrowthGoesBeyondTheLargestBatch() {
        BatchLimits limits = new BatchLimits(10, 1000, 40, 4000);
        assertThat(limits.areReached(40, 0, 1, 100)).isTrue();
        assertThat(limits.areReached(0, 4000, 1, 100)).isTrue();
        assertThat(limits.areReached(39, 3999, 1, 100)).isFalse();
    }

    @Test
    void batchOfFewTablesDoesNotGrowSinceItWouldSaveNothing() {
        BatchLimits limits = inAHeapOf(1 << 20);
        assertThat(limits.areReached(49_999, 0, 1, 8)).isFalse();
        assertThat(limits.areReached(50_000, 0, 1, 8)).isTrue();
        assertThat(limits.areReached(9_999, 16 * MEGABYTE, 2, 8)).isFalse();
        assertThat(limits.areReached(10_000, 16 * MEGABYTE, 2, 8)).isTrue();
        assertThat(limits.areReached(99_999, 127 * MEGABYTE, 20, 8)).isFalse();
        assertThat(limits.areReached(100_000, 0, 20, 8)).isTrue();
        assertThat(limits.areReached(399_999, 0, 200, 8)).isFalse();
        assertThat(limits.areReached(400_000, 0, 200, 8)).isTrue();
    }
}
