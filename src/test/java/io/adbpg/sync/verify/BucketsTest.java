package io.adbpg.sync.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class BucketsTest {
    private final Buckets ours = new Buckets();
    private final Buckets theirs = new Buckets();

    private static void put(Buckets buckets, int bucket, long count, long sum) {
        buckets.put(bucket, count, BigInteger.valueOf(sum));
    }

    @Test
    void endsWithTheSameSumsDoNotDiffer() {
        // given
        put(ours, 3, 2, 70);
        put(theirs, 3, 2, 70);

        // then
        assertThat(ours.differences(theirs)).isEmpty();
        assertThat(ours.rows()).isEqualTo(2);
    }

    @Test
    void differingBucketsAreMarkedFirstBucketFirst() {
        // given
        put(ours, 0, 1, 5);
        put(theirs, 5, 1, 5);
        put(ours, 4095, 2, 9);
        put(theirs, 4095, 2, 10);
        put(ours, 8, 2, 9);
        put(theirs, 8, 3, 9);

        // when
        String differing = ours.differences(theirs);

        // then
        assertThat(differing).hasSize(1024).startsWith("8480").endsWith("01");
        assertThat(theirs.differences(ours)).isEqualTo(differing);
    }

    @Test
    void sumsOfManyRowsDoNotOverflow() {
        // given
        BigInteger large = BigInteger.ONE.shiftLeft(80).add(BigInteger.TEN);
        ours.put(7, 100, large);
        theirs.put(7, 100, large.add(BigInteger.ONE));

        // then
        assertThat(ours.differences(theirs)).isNotEmpty();
    }
}
