package io.adbpg.sync.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adbpg.sync.batch.ApplyAhead;
import io.adbpg.sync.batch.BatchAssembler;
import io.adbpg.sync.batch.Fence;
import io.adbpg.sync.batch.SessionOver;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Batch;
import io.adbpg.sync.fold.NetChanges.Rule;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowBuilder;
import io.adbpg.sync.settings.BatchLimits;
import io.adbpg.sync.support.EmptyQuarantine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A table {@code late} catches up from position 100 to 200, where the table {@code early} is. */
class AdmissionTest {
    private static final Relation LATE = table("late");
    private static final Relation EARLY = table("early");
    private static final Relation LOADING = table("loading");
    private static final Instant TIME = Instant.parse("2024-01-01T00:00:00Z");
    private static final int MOST_HELD = 3;

    private final List<Batch> batches = new ArrayList<>();
    private final List<Long> reached = new ArrayList<>();
    private int undone;
    private long neededFrom = Long.MAX_VALUE;
    private final Admission admission = admission(100, 200);

    private static Relation table(String name) {
        return new Relation(new TableName("s", name), List.of("id"), new int[] {0});
    }

    private Admission admission(long position, long ahead) {
        BatchAssembler next = new BatchAssembler(
                BatchLimits.fixed(MOST_HELD, 1 << 20),
                table -> Rule.DEFAULT,
                new ApplyAhead(batches::add, position, Runnable::run),
                () -> undone++,
                new Fence(),
                EmptyQuarantine.make());
        return new Admission(
                next,
                Set.of(LATE.table(), EARLY.table()),
                ahead == 0 ? Set.of() : Set.of(LATE.table()),
                ahead,
                MOST_HELD,
                reached::add,
                () -> neededFrom);
    }

    private static Row row(int id) {
        return new RowBuilder().add(Integer.toString(id)).build();
    }

    private static void insert(Admission admission, Relation relation, int... ids) throws Exception {
        for (int id : ids) {
            admission.change(Operation.INSERT, relation, null, row(id));
        }
    }

    /** The rows that the batches write, as table and id. */
    private List<String> written() {
        List<String> written = new ArrayList<>();
        for (Batch batch : batches) {
            batch.groups().forEach(group -> group.rows()
                    .forEach(row -> written.add(group.relation().table().table() + " " + row.text(0))));
        }
        return written;
    }

    @Test
    void changesOfTablesBeingLoadedAreDropped() throws Exception {
        // given
        Admission inStep = admission(100, 0);

        // when
        insert(inStep, LOADING, 1);
        insert(inStep, EARLY, 2);
        inStep.commit(110, TIME);
        inStep.flush();

        // then
        assertThat(written()).containsExactly("early 2");
    }

    @Test
    void onlyTheTableBehindIsAppliedUntilItHasCaughtUp() throws Exception {
        // when
        insert(admission, EARLY, 1);
        insert(admission, LATE, 2);
        admission.commit(150, TIME);
        insert(admission, LATE, 3);
        admission.commit(200, TIME);
        insert(admission, EARLY, 4);
        insert(admission, LATE, 5);
        admission.commit(210, TIME);
        admission.flush();

        // then
        assertThat(reached).containsExactly(200L);
        assertThat(written()).containsExactly("late 2", "late 3", "early 4", "late 5");
    }

    @Test
    void idlePositionEndsTheCatchUpToo() throws Exception {
        // when
        admission.commit(220, null);

        // then
        assertThat(reached).containsExactly(220L);
    }

    @Test
    void firstTransactionThatTheOthersLackIsLeftForTheNextSession() throws Exception {
        // given
        insert(admission, LATE, 1);
        admission.commit(150, TIME);

        // when
        insert(admission, LATE, 2);
        insert(admission, EARLY, 3);
        assertThatThrownBy(() -> admission.commit(210, TIME)).isInstanceOf(SessionOver.class);

        // then
        assertThat(written()).containsExactly("late 1");
        assertThat(batches).last().returns(150L, Batch::lsn);
        assertThat(reached).containsExactly(200L);
        assertThat(undone).isZero();
    }

    @Test
    void piecesOfSuchATransactionAreRolledBack() throws Exception {
        // given
        insert(admission, LATE, 1);
        admission.commit(150, TIME);

        // when
        insert(admission, EARLY, 2);
        insert(admission, LATE, 3, 4, 5, 6);
        assertThat(batches).hasSize(2).last().returns(false, Batch::complete);
        assertThatThrownBy(() -> admission.commit(210, TIME)).isInstanceOf(SessionOver.class);

        // then
        assertThat(batches).hasSize(2).first().returns(150L, Batch::lsn);
        assertThat(undone).isEqualTo(1);
        assertThat(reached).containsExactly(200L);
    }

    @Test
    void largeTransactionOfTheTableBehindIsAppliedInPieces() throws Exception {
        // when
        insert(admission, EARLY, 1);
        insert(admission, LATE, 2, 3, 4, 5);
        admission.commit(150, TIME);
        admission.flush();

        // then
        assertThat(written()).containsExactly("late 2", "late 3", "late 4", "late 5");
        assertThat(batches).last().returns(150L, Batch::lsn);
        assertThat(reached).isEmpty();
    }

    @Test
    void slotIsNotConfirmedBeyondWhatALoadNeeds() throws Exception {
        // given
        neededFrom = 120;
        insert(admission, LATE, 1);
        admission.commit(150, TIME);

        // when
        long forgettable = admission.flush();

        // then
        assertThat(forgettable).isEqualTo(120);
        assertThat(written()).containsExactly("late 1");
    }
}
