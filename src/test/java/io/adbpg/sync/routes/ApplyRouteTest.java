package io.adbpg.sync.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowBuilder;
import io.adbpg.sync.fold.RowGroup;
import io.adbpg.sync.fold.RowGroup.PartialRow;
import io.adbpg.sync.mapping.DescribedTable;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;

/** The ways of a row group through {@code routes/table.camel.yaml} and {@code routes/statements.camel.yaml}. */
class ApplyRouteTest {
    private static final List<String> DELETE = List.of("delete-keys", "delete-by-key-rows");
    private static final List<String> REWRITE_PARTIAL = List.of(
            "rewrite-stage",
            "rewrite-complete",
            "rewrite-count",
            "rewrite-keys",
            "delete-by-key-rows",
            "rewrite-insert-completed-rows",
            "rewrite-insert-rows");

    /** What is asked of the routes. */
    abstract static class Ways extends AdvisedRoutes {
        Ways() {
            super("table", "statements");
        }

        final Exchange send(DescribedTable table, RowGroup group) {
            return template.send("direct:apply", exchange -> {
                exchange.getMessage().setHeader("operation", group.operation().word());
                exchange.getMessage()
                        .setHeader("table", group.relation().table().toString());
                exchange.getMessage().setHeader("sql", table.sql());
                exchange.getMessage().setBody(group);
            });
        }

        final void assertWay(List<String> way, DescribedTable table, RowGroup group) {
            Exchange sent = send(table, group);
            assertThat(sent.getException()).isNull();
            assertThat(steps()).isEqualTo(way);
        }

        final void assertWayUpToItsFailures(List<String> way, DescribedTable table, RowGroup group) {
            assertWay(way, table, group);
            assertThatNothingFollowsAFailure(way, () -> send(table, group));
        }

        /** Lets a query find as many rows. */
        final void rowsAt(String id, int rows) {
            onStep(id, exchange -> {
                exchange.setVariable("result", rows);
                exchange.setVariable("header:result.CamelSqlUpdateCount", rows);
            });
        }
    }

    private static DescribedTable table() {
        return new DescribedTable(List.of("id", "note"), 0)
                .column("id", "bigint")
                .column("note", "text")
                .index(true, "id");
    }

    private static DescribedTable tableWithoutKey() {
        return new DescribedTable(List.of("id", "note")).column("id", "bigint").column("note", "text");
    }

    private static Row row(String... values) {
        RowBuilder row = new RowBuilder();
        for (String value : values) {
            row.add(value);
        }
        return row.build();
    }

    private static PartialRow partial(String key, String oldKey) {
        return new PartialRow(new RowBuilder().add(key).addUnchanged().build(), row(key), row(oldKey));
    }

    private static RowGroup group(DescribedTable table, Operation operation, PartialRow... partial) {
        boolean isKeyed = table.relation().hasKey();
        boolean hasRows = operation != Operation.TRUNCATE && !(operation == Operation.DELETE && isKeyed);
        return new RowGroup(
                table.relation(),
                operation,
                hasRows ? List.of(row("1", "a")) : List.of(),
                isKeyed && operation != Operation.TRUNCATE ? List.of(row("1")) : List.of(),
                List.of(partial));
    }

    private static List<String> rewriteAfter(String... inPlace) {
        return way(way(plan("update-in-place-stage"), DELETE, List.of(inPlace)), REWRITE_PARTIAL);
    }

    private static List<String> way(List<String> first, List<String> second) {
        return Stream.of(first, second).flatMap(List::stream).toList();
    }

    private static List<String> way(List<String> first, List<String> second, List<String> third) {
        return way(way(first, second), third);
    }

    private static List<String> plan(String... steps) {
        return Stream.concat(Stream.of("apply-plan"), Stream.of(steps)).toList();
    }

    @Nested
    class Delete extends Ways {
        @Test
        void rowsAreDeletedByKey() {
            assertWayUpToItsFailures(way(plan(), DELETE), table(), group(table(), Operation.DELETE));
        }

        @Test
        void rowsWithoutKeyAreStagedAndDeletedAsAWhole() {
            assertWayUpToItsFailures(
                    plan("delete-stage", "delete-whole-rows"),
                    tableWithoutKey(),
                    group(tableWithoutKey(), Operation.DELETE));
        }
    }

    @Nested
    class Update extends Ways {
        @Test
        void wholeRowsReplaceTheOldOnes() {
            assertWayUpToItsFailures(
                    way(plan(), DELETE, List.of("apply-update-copy")), table(), group(table(), Operation.UPDATE));
        }

        @Test
        void rowsWithAConditionAreWrittenAnewOutOfStaging() {
            assertWayUpToItsFailures(
                    plan("rewrite-stage", "rewrite-keys", "delete-by-key-rows", "rewrite-insert-rows"),
                    table().where("id > 0"),
                    group(table(), Operation.UPDATE));
        }

        @Test
        void partialRowsAreUpdatedInPlace() {
            // given
            rowsAt("update-in-place-rows", 1);
            List<String> way = way(
                    plan("update-in-place-stage"),
                    DELETE,
                    List.of(
                            "update-in-place-savepoint",
                            "update-in-place-rows",
                            "update-in-place-copy",
                            "update-in-place-release"));

            // then
            assertWayUpToItsFailures(way, table(), group(table(), Operation.UPDATE, partial("2", "2")));
        }

        @Test
        void partialRowThatTheTargetLacksIsWrittenAnew() {
            // given
            rowsAt("update-in-place-rows", 0);
            rowsAt("rewrite-count", 0);

            // then
            assertWay(
                    rewriteAfter("update-in-place-savepoint", "update-in-place-rows", "update-in-place-undo"),
                    table(),
                    group(table(), Operation.UPDATE, partial("2", "2")));
        }

        @Test
        void partialRowThatTheTargetLacksStaysAwayWithoutInserts() {
            // given
            rowsAt("update-in-place-rows", 0);

            // then
            assertWay(
                    way(
                            plan("update-in-place-stage"),
                            DELETE,
                            List.of(
                                    "update-in-place-savepoint",
                                    "update-in-place-rows",
                                    "update-in-place-copy",
                                    "update-in-place-release")),
                    table().withoutInserts(),
                    group(table(), Operation.UPDATE, partial("2", "2")));
        }

        @Test
        void uniqueValueThatChangesHandsIsWrittenAnew() {
            // given
            failAt("update-in-place-rows", new DuplicateKeyException("orders_code_key"));
            rowsAt("rewrite-count", 0);

            // then
            assertWay(
                    rewriteAfter("update-in-place-savepoint", "update-in-place-rows", "update-in-place-undo"),
                    table(),
                    group(table(), Operation.UPDATE, partial("2", "2")));
        }

        @Test
        void partialRowWithAnotherKeyTakesItsValuesFromTheOldOne() {
            // given
            rowsAt("rewrite-count", 0);
            List<String> way = plan(
                    "rewrite-stage",
                    "rewrite-complete",
                    "rewrite-count",
                    "rewrite-keys",
                    "delete-by-key-rows",
                    "rewrite-delete-old",
                    "rewrite-insert-completed-rows",
                    "rewrite-insert-rows");

            // then
            assertWayUpToItsFailures(way, table(), group(table(), Operation.UPDATE, partial("3", "2")));
        }

        @Test
        void rowThatTheTargetLacksIsNotInsertedWithoutInserts() {
            assertWay(
                    plan("rewrite-stage", "rewrite-keys", "delete-by-key-rows"),
                    table().where("id > 0").withoutInserts(),
                    group(table(), Operation.UPDATE));
        }

        @Test
        void valueThatNobodyHasIsRefused() {
            // given
            rowsAt("rewrite-count", 2);

            // when
            Exchange sent = send(table(), group(table(), Operation.UPDATE, partial("3", "2")));

            // then
            assertThat(steps()).isEqualTo(plan("rewrite-stage", "rewrite-complete", "rewrite-count"));
            assertThat(sent.getException())
                    .isInstanceOf(DataIntegrityViolationException.class)
                    .hasMessageStartingWith("2 updated rows of app.orders need values")
                    .hasNoCause();
        }
    }

    @Nested
    class Insert extends Ways {
        @Test
        void rowsAreCopiedStraightIntoTheTable() {
            assertWayUpToItsFailures(
                    plan("insert-savepoint", "insert-copy", "insert-release"),
                    table(),
                    group(table(), Operation.INSERT));
        }

        @Test
        void rowsWithAConditionAreStaged() {
            assertWayUpToItsFailures(
                    plan("insert-savepoint", "insert-staged-stage", "insert-staged-rows", "insert-release"),
                    table().where("id > 0"),
                    group(table(), Operation.INSERT));
        }

        @Test
        void rowsThatTheTargetHasGiveWay() {
            // given
            failAt("insert-copy", new DuplicateKeyException("orders_pkey"));

            // then
            assertWay(
                    way(plan("insert-savepoint", "insert-copy", "replace-undo"), DELETE, List.of("replace-copy")),
                    table(),
                    group(table(), Operation.INSERT));
        }

        @Test
        void stagedRowsThatTheTargetHasGiveWay() {
            // given
            failAt("insert-release", new DuplicateKeyException("orders_pkey"));

            // then
            assertWay(
                    way(
                            plan(
                                    "insert-savepoint",
                                    "insert-staged-stage",
                                    "insert-staged-rows",
                                    "insert-release",
                                    "replace-undo"),
                            DELETE,
                            List.of("insert-staged-stage", "insert-staged-rows")),
                    table().where("id > 0"),
                    group(table(), Operation.INSERT));
        }

        @Test
        void loadedTableWithoutUniqueIndexHoldsNoRowsYet() {
            assertWay(
                    plan("insert-savepoint", "insert-copy", "insert-release"),
                    tableWithoutIndex(),
                    group(table(), Operation.INSERT));
        }
    }

    @Nested
    class Gathered extends Ways {
        @BeforeEach
        void gatherRows() {
            gather();
        }

        @Test
        void keysWaitForThoseOfOtherTables() {
            assertWayUpToItsFailures(
                    plan("delete-keys", "delete-by-key-gather"), table(), group(table(), Operation.DELETE));
        }

        @Test
        void wholeRowsFollowTheirKeys() {
            assertWayUpToItsFailures(
                    plan("delete-keys", "delete-by-key-gather", "apply-update-copy"),
                    table(),
                    group(table(), Operation.UPDATE));
        }

        @Test
        void insertedRowsNeedNoSavepoint() {
            assertWayUpToItsFailures(plan("apply-insert-gather"), table(), group(table(), Operation.INSERT));
        }

        @Test
        void rowsWithAConditionAreStagedAtOnce() {
            assertWayUpToItsFailures(
                    plan("insert-savepoint", "insert-staged-stage", "insert-staged-rows", "insert-release"),
                    table().where("id > 0"),
                    group(table(), Operation.INSERT));
        }
    }

    private static DescribedTable tableWithoutIndex() {
        return new DescribedTable(List.of("id", "note"), 0)
                .column("id", "bigint")
                .column("note", "text");
    }

    private static final List<String> INSERT_AFTER_DELETE =
            way(plan(), DELETE, List.of("insert-savepoint", "insert-copy", "insert-release"));

    @Nested
    class InsertWhereRowsAreKept extends Ways {
        @Override
        Map<String, String> settings() {
            return Map.of("sync.existing-data", "keep");
        }

        @Test
        void rowsThatNoIndexWouldTellOfAreDeletedFirst() {
            assertWayUpToItsFailures(INSERT_AFTER_DELETE, tableWithoutIndex(), group(table(), Operation.INSERT));
        }
    }

    @Nested
    class InsertWithoutLoad extends Ways {
        @Override
        Map<String, String> settings() {
            return Map.of("sync.initial-load", "none");
        }

        @Test
        void rowsThatNoIndexWouldTellOfAreDeletedFirst() {
            assertWayUpToItsFailures(INSERT_AFTER_DELETE, tableWithoutIndex(), group(table(), Operation.INSERT));
        }
    }

    @Nested
    class Statement extends Ways {
        @Test
        void statementIsRunAndTheBodyStays() {
            // given
            onStep("run-statement-sql", exchange -> assertThat(exchange.getVariable("statement"))
                    .isEqualTo("DELETE FROM t"));

            // when
            Exchange sent = template.send("direct:run-statement", exchange -> {
                exchange.setVariable("statement", "DELETE FROM t");
                exchange.getMessage().setBody("rows");
            });

            // then
            assertThat(sent.getException()).isNull();
            assertThat(sent.getMessage().getBody()).isEqualTo("rows");
            assertThat(steps()).containsExactly("run-statement-sql");
        }
    }

    @Nested
    class Truncate extends Ways {
        @Test
        void tableIsEmptied() {
            // given
            onStep("truncate-rows", exchange -> assertThat(exchange.getVariable("statement"))
                    .isEqualTo("TRUNCATE TABLE \"ods\".\"Orders\""));

            // then
            assertWayUpToItsFailures(
                    plan("truncate-check-constraints", "truncate-rows"), table(), group(table(), Operation.TRUNCATE));
        }

        @Test
        void rowsOfOtherSourcesStay() {
            // given
            DescribedTable shared = table().column("region", "text").select("id, note, 'eu' AS region");
            onStep("truncate-rows", exchange -> assertThat(exchange.getVariable("statement"))
                    .isEqualTo("DELETE FROM \"ods\".\"Orders\" AS t WHERE t.\"region\" = CAST('eu' AS text)"));

            // then
            assertWay(plan("truncate-check-constraints", "truncate-rows"), shared, group(table(), Operation.TRUNCATE));
        }
    }
}
