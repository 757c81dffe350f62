package io.adbpg.sync.capture.debezium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.capture.debezium.Commits.Commit;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When the thread that reads waits for the one that applies, and the other way round. */
class ReadRoomTest {
    private static final int MANY = 1000;
    private static final String LARGE = "x".repeat(1 << 20);

    private final ReadRoom room = ReadRoom.open("test", 4L << 20);
    private Thread other;

    /** A call that waits. */
    @FunctionalInterface
    private interface Waiting {
        void run() throws InterruptedException;
    }

    @AfterEach
    void close() throws InterruptedException {
        room.close();
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
            room.reads(value);
        }
        room.isRead();
    }

    @Test
    void noMoreIsReadWhileALargeValueWaits() {
        // given
        read(LARGE);

        // when
        start(room::await);
        awaitThatItWaits();
        room.begins();
        room.ends();

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
        start(room::await);

        // then
        awaitThatItWaits();
    }

    @Test
    void manyTransactionsWithoutMessagesNeedRoomToo() {
        // given
        for (int i = 0; i < 50 * MANY; i++) {
            room.isCommitted(new Commit(i, i, Instant.EPOCH));
        }

        // when
        start(room::await);

        // then
        awaitThatItWaits();
    }

    @Test
    void nobodyWaitsForRoomWithFewMessages() {
        // given
        for (int i = 0; i < MANY; i++) {
            read("1", "some text");
        }

        // when
        start(room::await);

        // then
        awaitThatItGoesOn();
    }

    @Test
    void messageEndsTheWaitForOne() {
        // given
        start(room::awaitMessage);
        awaitThatItWaits();

        // when
        read("1");

        // then
        awaitThatItGoesOn();
    }

    @Test
    void commitEndsTheWaitToo() {
        // given
        start(room::awaitMessage);
        awaitThatItWaits();

        // when
        room.isCommitted(new Commit(1, 16, Instant.EPOCH));

        // then
        awaitThatItGoesOn();
        assertThat(room.commits().size()).isEqualTo(1);
    }

    @Test
    void endOfTheStreamEndsTheWait() {
        // given
        start(room::awaitMessage);
        awaitThatItWaits();

        // when
        room.end();

        // then
        awaitThatItGoesOn();
    }

    @Test
    void messagesAreGatheredUntilReadingPauses() {
        // given
        read("1");
        start(() -> room.gather(MANY));
        awaitThatItWaits();

        // when
        room.pauses();

        // then
        awaitThatItGoesOn();
    }

    @Test
    void messagesAreGatheredUntilThereAreEnough() {
        // given
        for (int i = 0; i < MANY; i++) {
            read("1");
        }

        // when
        start(() -> room.gather(MANY));

        // then
        awaitThatItGoesOn();
    }

    @Test
    void messagesThatWereTakenDoNotCount() {
        // given
        for (int i = 0; i < MANY; i++) {
            read("1");
        }
        room.takes(MANY / 2);

        // when
        start(() -> room.gather(MANY));

        // then
        awaitThatItWaits();
    }
}
