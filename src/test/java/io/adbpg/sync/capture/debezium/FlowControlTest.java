package io.adbpg.sync.capture.debezium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.capture.debezium.Commits.Commit;
import io.adbpg.sync.status.SlotReading;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Checks when the reading thread waits for the applying one, and vice versa. */
class FlowControlTest {
    private static final int MANY = 1000;
    private static final String LARGE = "x".repeat(1 << 20);

    private final FlowControl flow = FlowControl.open("test", 4L << 20, new SlotReading(), kind -> null);
    private Thread other;

    /** A call that waits. */
    @FunctionalInterface
    private interface Waiting {
        void run() throws InterruptedException;
    }

    @AfterEach
    void close() throws InterruptedException {
        flow.close();
        if (other != null) {
            other.join();
        }
    }

    private void start(Waiting waiting) {
        other = new Thread(() -> {
            try {
                waiting.run();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        other.start();
    }

    private void awaitThatItWaits() {
        await().until(() -> other.getState() == Thread.State.TIMED_WAITING);
    }

    private void awaitThatItGoesOn() {
        await().until(() -> !other.isAlive());
    }

    private void read(String... values) {
        for (String value : values) {
            flow.addValue(value);
        }
        flow.endMessage();
    }

    @Test
    void readingPausesWhileALargeValueIsPending() {
        // given
        read(LARGE);

        // when
        start(flow::awaitRoom);
        awaitThatItWaits();
        flow.beginHandling();
        flow.endHandling();

        // then
        awaitThatItGoesOn();
    }

    @Test
    void manySmallMessagesNeedRoomToo() {
        // given
        for (int i = 0; i < 4 * MANY; i++) {
            read("1", null);
        }

        // when
        start(flow::awaitRoom);

        // then
        awaitThatItWaits();
    }

    @Test
    void manyTransactionsWithoutMessagesNeedRoomToo() {
        // given
        for (int i = 0; i < 50 * MANY; i++) {
            flow.addCommit(new Commit(i, i, Instant.EPOCH));
        }

        // when
        start(flow::awaitRoom);

        // then
        awaitThatItWaits();
    }

    @Test
    void fewMessagesLeaveRoom() {
        // given
        for (int i = 0; i < MANY; i++) {
            read("1", "some text");
        }

        // when
        start(flow::awaitRoom);

        // then
        awaitThatItGoesOn();
    }

    @Test
    void messageEndsTheWaitForOne() {
        // given
        start(flow::awaitMessage);
        awaitThatItWaits();

        // when
        read("1");

        // then
        awaitThatItGoesOn();
    }

    @Test
    void commitEndsTheWaitToo() {
        // given
        start(flow::awaitMessage);
        awaitThatItWaits();

        // when
        flow.addCommit(new Commit(1, 16, Instant.EPOCH));

        // then
        awaitThatItGoesOn();
        assertThat(flow.commits().size()).isEqualTo(1);
    }

    @Test
    void closingTheStreamEndsTheWait() {
        // given
        start(flow::awaitMessage);
        awaitThatItWaits();

        // when
        flow.end();

        // then
        awaitThatItGoesOn();
    }

    @Test
    void waitForMoreMessagesEndsWhenReadingPauses() {
        // given
        read("1");
        start(() -> flow.awaitEnough(MANY));
        awaitThatItWaits();

        // when
        flow.notePause();

        // then
        awaitThatItGoesOn();
    }

    @Test
    void waitForMoreMessagesEndsWhenThereAreEnough() {
        // given
        for (int i = 0; i < MANY; i++) {
            read("1");
        }

        // when
        start(() -> flow.awaitEnough(MANY));

        // then
        awaitThatItGoesOn();
    }

    @Test
    void takenMessagesDoNotCount() {
        // given
        for (int i = 0; i < MANY; i++) {
            read("1");
        }
        flow.noteTaken(MANY / 2);

        // when
        start(() -> flow.awaitEnough(MANY));

        // then
        awaitThatItWaits();
    }

    @Test
    void engineThatNeitherReadsNorConnectsIsLifelessUnlessABatchIsHandled() {
        // given
        flow.noteLife();
        long before = flow.lifelessNanos();
        while (flow.lifelessNanos() < before + 1_000_000) {
            Thread.onSpinWait();
        }

        // when
        flow.beginHandling();

        // then
        assertThat(flow.lifelessNanos()).isLessThan(before + 1_000_000);
    }
}
