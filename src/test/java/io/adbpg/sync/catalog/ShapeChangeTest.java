package io.adbpg.sync.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.catalog.TableShape.Column;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShapeChangeTest {
    private static final long INTEGER = 23;
    private static final long BIGINT = 20;
    private static final long TEXT = 25;
    private static final long VARCHAR = 1043;
    private static final Column ID = column(1, "id", INTEGER, "integer");
    private static final Column STATUS = column(2, "status", VARCHAR, "character varying");

    private static Column column(int number, String name, long typeOid, String type) {
        return new Column(number, name, type, typeOid, -1, false, false, null, null, false, null);
    }

    private static Column added(int number, String name, boolean hasDefault, String missing) {
        return new Column(number, name, "integer", INTEGER, -1, hasDefault, false, missing, null, false, null);
    }

    private static TableShape shape(long storage, Column... columns) {
        return new TableShape(16385, storage, 'd', List.of(columns), List.of(1), columns.length);
    }

    private static boolean isTaken(String column) {
        return true;
    }

    private static ShapeChange change(TableShape before, TableShape after) {
        return new ShapeChange(before, after);
    }

    @Test
    void rewriteAloneIsNoChange() {
        assertThat(change(shape(1, ID, STATUS), shape(2, ID, STATUS)).isNone()).isTrue();
    }

    @Test
    void columnIsIdentifiedByItsNumber() {
        // given
        Column renamed = column(2, "state", VARCHAR, "character varying");

        // when
        ShapeChange change = change(shape(1, ID, STATUS), shape(1, ID, renamed));

        // then
        assertThat(change.toString()).hasToString("column status renamed to state");
        assertThat(change.added()).isEmpty();
        assertThat(change.dropped()).isEmpty();
        assertThat(change.reloadReason(ShapeChangeTest::isTaken)).isNull();
    }

    @Test
    void valuesPrintOtherwiseOnceALabelIsGone() {
        // given
        TableShape before = shape(1, ID, mood("16390 so\n16392 well"));

        // then
        assertThat(change(before, shape(1, ID, mood("16390 so\n16392 fine"))).toString())
                .isEqualTo("type of column mood altered");
        assertThat(change(before, shape(1, ID, mood("16390 so\n16392 well\n16394 new")))
                        .isNone())
                .isTrue();
        assertThat(change(shape(1, ID, mood(null)), before).isNone()).isTrue();
        assertThat(change(before, shape(1, ID, mood("16390 so\n16392 well\n16394 new")))
                        .hasOtherNotes())
                .isTrue();
        assertThat(change(shape(1, ID, mood(null)), before).hasOtherNotes()).isTrue();
        assertThat(change(before, before).hasOtherNotes()).isFalse();
    }

    private static Column mood(String labels) {
        return new Column(2, "mood", "mood", 16389, -1, false, false, null, labels, false, null);
    }

    @Test
    void recordedDefaultNeedsNoReload() {
        assertThat(change(shape(1, ID), shape(1, ID, added(2, "n", true, "5"))).reloadReason(ShapeChangeTest::isTaken))
                .isNull();
    }

    @Test
    void laterDefaultDoesNotApplyToOldRows() {
        assertThat(change(shape(1, ID), shape(1, ID, added(2, "n", true, null))).reloadReason(ShapeChangeTest::isTaken))
                .isNull();
    }

    @Test
    void columnAddedWithARewriteNeedsAReload() {
        assertThat(change(shape(1, ID), shape(2, ID, added(2, "n", true, null))).reloadReason(ShapeChangeTest::isTaken))
                .hasToString("column n was added");
    }

    @Test
    void columnWithADefaultOnAPartitionRootNeedsAReload() {
        assertThat(change(shape(0, ID), shape(0, ID, added(2, "n", true, null))).reloadReason(ShapeChangeTest::isTaken))
                .hasToString("column n was added");
        assertThat(change(shape(0, ID), shape(0, ID, added(2, "n", false, null)))
                        .reloadReason(ShapeChangeTest::isTaken))
                .isNull();
    }

    @Test
    void columnWithTheNameOfADroppedOneNeedsAReload() {
        // given
        Column again = column(3, "status", VARCHAR, "character varying");

        // when
        ShapeChange change = change(shape(1, ID, STATUS), shape(1, ID, again));

        // then
        assertThat(change.toString()).hasToString("column status added, column status dropped");
        assertThat(change.reloadReason(ShapeChangeTest::isTaken)).hasToString("column status was added");
    }

    @Test
    void columnThatWasNotPublishedBeforeNeedsAReload() {
        // given
        TableShape before = new TableShape(16385, 1, 'd', List.of(ID), List.of(1), 2);
        TableShape fromOlderProgram = new TableShape(16385, 1, 'd', List.of(ID), List.of(1), 0);
        Column generated = new Column(2, "n", "integer", INTEGER, -1, true, true, null, null, false, null);

        // then
        assertThat(change(before, shape(1, ID, added(2, "n", false, null))).reloadReason(ShapeChangeTest::isTaken))
                .as("it is not generated any more")
                .hasToString("column n is published now");
        assertThat(change(before, shape(1, ID, generated)).reloadReason(ShapeChangeTest::isTaken))
                .hasToString("column n is published now");
        assertThat(change(fromOlderProgram, shape(1, ID, generated)).reloadReason(ShapeChangeTest::isTaken))
                .hasToString("column n was added");
    }

    @Test
    void columnThatTheTargetDoesNotGetNeedsNoReload() {
        // given
        Column generated = new Column(2, "n", "integer", INTEGER, -1, true, true, null, null, false, null);
        Column bigint = column(2, "n", BIGINT, "bigint");

        // then
        assertThat(change(shape(1, ID), shape(2, ID, generated)).reloadReason(column -> !column.equals("n")))
                .isNull();
        assertThat(change(shape(1, ID, added(2, "n", false, null)), shape(2, ID, bigint))
                        .reloadReason(column -> !column.equals("n")))
                .isNull();
    }

    @Test
    void newTypeNeedsAReloadUnlessBothAreText() {
        // given
        Column wider = column(1, "id", BIGINT, "bigint");
        Column text = column(2, "status", TEXT, "text");

        // then
        assertThat(change(shape(1, ID), shape(1, wider)).reloadReason(ShapeChangeTest::isTaken))
                .hasToString("column id is bigint now");
        assertThat(change(shape(1, ID, STATUS), shape(1, ID, text)).reloadReason(ShapeChangeTest::isTaken))
                .isNull();
        assertThat(change(shape(1, ID, STATUS), shape(2, ID, text)).reloadReason(ShapeChangeTest::isTaken))
                .hasToString("column status is text now");
    }

    @Test
    void newKeyNeedsAReload() {
        // given
        TableShape before = shape(1, ID, STATUS);
        TableShape after = new TableShape(16385, 1, 'd', before.columns(), List.of(2, 1), 2);
        TableShape without = new TableShape(16385, 1, 'd', before.columns(), List.of(), 2);

        // then
        assertThat(change(before, after).reloadReason(ShapeChangeTest::isTaken))
                .hasToString("its key is status, id now");
        assertThat(change(before, without).reloadReason(ShapeChangeTest::isTaken))
                .hasToString("it has no key any more");
    }

    @Test
    void recreatedTableNeedsAReload() {
        // given
        TableShape before = shape(1, ID, STATUS);
        TableShape after = new TableShape(16390, 1, 'd', before.columns(), List.of(1), 2);

        // then
        assertThat(change(before, after).isNone()).isFalse();
        assertThat(change(before, after).reloadReason(ShapeChangeTest::isTaken))
                .hasToString("it was dropped and created again");
    }

    @Test
    void columnThatIsGeneratedByAnotherExpressionNeedsAReload() {
        // given
        Column twice = generated("a * 2");
        Column thrice = generated("a * 3");

        // then
        ShapeChange change = change(shape(1, ID, twice), shape(2, ID, thrice));
        assertThat(change.isNone()).isFalse();
        assertThat(change.toString()).isEqualTo("column n generated by another expression");
        assertThat(change.reloadReason(ShapeChangeTest::isTaken))
                .hasToString("column n is generated by another expression");
        assertThat(change.reloadReason(column -> !column.equals("n"))).isNull();
        for (Column same : List.of(twice, generated(null))) {
            assertThat(change(shape(1, ID, same), shape(1, ID, twice)).isNone()).isTrue();
        }
        assertThat(change(shape(1, ID, generated(null)), shape(1, ID, twice)).hasOtherNotes())
                .as("an older program has not noted it")
                .isTrue();
    }

    @Test
    void columnThatIsNotGeneratedAnyMoreIsLoaded() {
        // given
        Column plain = column(2, "n", INTEGER, "integer");

        // when
        ShapeChange change = change(shape(1, ID, generated("a * 2")), shape(1, ID, plain));

        // then
        assertThat(change.isNone()).isFalse();
        assertThat(change.toString()).isEqualTo("column n added");
        assertThat(change.reloadReason(ShapeChangeTest::isTaken)).hasToString("column n is published now");
    }

    /** The target may have had it, under its former name. */
    @Test
    void columnThatIsNotGeneratedAnyMoreAndHasAnotherNameIsRenamedAndLoaded() {
        // given
        Column plain = column(2, "m", INTEGER, "integer");

        // when
        ShapeChange change = change(shape(1, ID, generated("a * 2")), shape(1, ID, plain));

        // then
        assertThat(change.added()).isEmpty();
        assertThat(change.toString()).isEqualTo("column n renamed to m");
        assertThat(change.reloadReason(ShapeChangeTest::isTaken)).hasToString("column m is published now");
    }

    private static Column generated(String expression) {
        return new Column(2, "n", "integer", INTEGER, -1, true, true, null, null, false, expression);
    }

    @Test
    void columnThatMayBeNullNowIsAChange() {
        // given
        Column required = new Column(2, "n", "integer", INTEGER, -1, false, false, null, null, true, null);
        Column free = added(2, "n", false, null);
        Column notNoted = new Column(2, "n", "integer", INTEGER, -1, false, false, null, null, null, null);

        // then
        ShapeChange freed = change(shape(1, ID, required), shape(1, ID, free));
        assertThat(freed.isNone()).isFalse();
        assertThat(freed.toString()).isEqualTo("column n may be NULL");
        assertThat(freed.reloadReason(ShapeChangeTest::isTaken)).isNull();
        for (ShapeChange noted : List.of(
                change(shape(1, ID, free), shape(1, ID, required)),
                change(shape(1, ID, notNoted), shape(1, ID, free)))) {
            assertThat(noted.isNone()).isTrue();
            assertThat(noted.hasOtherNotes()).isTrue();
        }
    }

    @Test
    void columnsOfATableThatWasCreatedAgainAreKnownByTheirNames() {
        // given
        TableShape before = new TableShape(
                1, 1, 'd', List.of(added(1, "a", false, null), added(2, "b", false, null)), List.of(1), 2);
        TableShape after = new TableShape(
                2, 2, 'd', List.of(added(1, "b", false, null), added(2, "c", false, null)), List.of(1), 2);

        // when
        ShapeChange change = new ShapeChange(before, after).byName();

        // then
        assertThat(change.renamed()).isEmpty();
        assertThat(change.added()).extracting(Column::name).containsExactly("c");
        assertThat(change.dropped()).extracting(Column::name).containsExactly("a");
        assertThat(change.isKeyChanged()).isTrue();
    }

    @Test
    void parsedShapeEqualsTheOriginal() {
        // given
        TableShape shape = new TableShape(
                4_294_967_295L,
                16_385,
                'f',
                List.of(
                        new Column(
                                1,
                                "a \"b\"\n%2B\u00e9",
                                "app.\"Mixed Case\"(3,2)[]",
                                4_000_000_000L,
                                -1,
                                true,
                                true,
                                "",
                                "16390 a b\n16392 c",
                                true,
                                "0cc175b9c0f1b6a831c399e269772661"),
                        new Column(3, " ", "text", 25, 12, false, false, "it's\n\t 1 + 1", null, null, null),
                        new Column(4, "n", "text", 25, -1, false, false, null, "", false, null)),
                List.of(3, 1),
                7);

        // then
        assertThat(TableShape.parse(shape.toText())).isEqualTo(shape);
        TableShape withoutKey = new TableShape(1, 2, 'n', shape.columns(), List.of(), 0);
        assertThat(TableShape.parse(withoutKey.toText())).isEqualTo(withoutKey);
        TableShape root = withoutKey.with(Map.of());
        assertThat(TableShape.parse(root.toText())).isEqualTo(root);
        TableShape divided = root.with(Map.of(7L, new Partition.Mark(8, 9), 4_000_000_000L, new Partition.Mark(0, 1)));
        assertThat(TableShape.parse(divided.toText())).isEqualTo(divided);
        assertThat(TableShape.parse(withoutKey.toText().replaceFirst(" 0\n", "\n")))
                .as("from an older program")
                .isEqualTo(withoutKey);
    }
}
