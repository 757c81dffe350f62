package io.adbpg.sync.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adbpg.sync.capture.TransactionHandler;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.resume.LastTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The target holds position 200; the last transaction before it ended at 150. The slot begins at 100. */
class SameHistoryTest {
    private static final Instant TIME = Instant.parse("2024-01-01T00:00:00.000001Z");
    private static final LastTransaction LAST = new LastTransaction(150, TIME);

    private final List<Long> passedOn = new ArrayList<>();
    private final List<LastTransaction> noted = new ArrayList<>();
    private boolean isMet;

    private SameHistory history(LastTransaction last, long begin) {
        return new SameHistory(
                new Recorder(),
                last,
                (lsn, time) -> noted.add(new LastTransaction(lsn, time)),
                begin,
                200,
                () -> isMet = true);
    }

    private static void transaction(SameHistory history, long lsn, Instant time) throws Exception {
        history.skip(new TableName("s", "t"));
        history.commit(lsn, time);
    }

    @Test
    void sameTransactionsAreFollowed() throws Exception {
        SameHistory history = history(LAST, 100);

        transaction(history, 120, Instant.EPOCH);
        assertThat(isMet).isFalse();
        assertThat(history.flush()).as("confirmable").isEqualTo(100);
        transaction(history, 150, TIME);
        assertThat(isMet).isTrue();
        assertThat(history.flush()).as("confirmable").isEqualTo(100);
        transaction(history, 210, TIME);

        assertThat(history.flush()).isEqualTo(1000);
        assertThat(passedOn).containsExactly(120L, 150L, 210L);
        assertThat(noted).contains(new LastTransaction(210, TIME));
    }

    @Test
    void lastTransactionMustBeThere() throws Exception {
        SameHistory history = history(LAST, 100);
        transaction(history, 120, Instant.EPOCH);

        assertThatThrownBy(() -> transaction(history, 160, TIME))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("reset --reload");
        assertThat(isMet).isFalse();
        assertThat(passedOn).containsExactly(120L);
    }

    @Test
    void lastTransactionMustHaveItsTime() {
        SameHistory history = history(LAST, 100);

        assertThatThrownBy(() -> transaction(history, 150, Instant.EPOCH)).isInstanceOf(Refusal.class);
    }

    @Test
    void positionThatMovesOnWithoutItIsRefused() {
        SameHistory history = history(LAST, 100);

        assertThat(history.isAwaited()).isTrue();
        assertThatThrownBy(() -> history.commit(300, null)).isInstanceOf(Refusal.class);
    }

    @Test
    void noOtherTransactionMayHaveChangesUpToThePosition() throws Exception {
        SameHistory history = history(LAST, 160);
        assertThat(isMet).as("the slot begins after it").isTrue();
        history.commit(170, TIME);

        assertThatThrownBy(() -> transaction(history, 180, TIME)).isInstanceOf(Refusal.class);
    }

    @Test
    void nothingIsComparedFromThePositionOn() throws Exception {
        SameHistory history = history(LAST, 200);

        transaction(history, 210, TIME);

        assertThat(isMet).isTrue();
        assertThat(history.flush()).isEqualTo(1000);
    }

    @Test
    void unknownTransactionIsNotLookedFor() throws Exception {
        SameHistory history = history(LastTransaction.UNKNOWN, 100);

        transaction(history, 120, TIME);

        assertThat(isMet).isTrue();
        assertThat(history.flush()).isEqualTo(1000);
    }

    private final class Recorder implements TransactionHandler {
        @Override
        public void change(Operation operation, Relation relation, Row old, Row row) {}

        @Override
        public void commit(long lsn, Instant time) {
            passedOn.add(lsn);
        }

        @Override
        public long flush() {
            return 1000;
        }

        @Override
        public long settle() {
            return 1000;
        }
    }
}
