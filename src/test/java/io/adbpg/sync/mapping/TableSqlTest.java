package io.adbpg.sync.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.catalog.Distribution;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TableSqlTest {
    private static DescribedTable orders() {
        return new DescribedTable(List.of("id", "note"), 0)
                .column("id", "bigint")
                .column("note", "text");
    }

    private static DescribedTable lines() {
        return new DescribedTable(List.of("Order", "line", "note"), 0, 1)
                .column("Order", "bigint")
                .column("line", "integer")
                .column("note", "text");
    }

    @Nested
    class KeyMatch {
        @Test
        void oneKeyColumnIsComparedWithABoundArray() {
            assertThat(orders().sql().keyMatch()).isEqualTo("WHERE t.\"id\" = ANY (CAST(:?key1 AS bigint[]))");
        }

        @Test
        void severalKeyColumnsAreJoinedWithBoundArrays() {
            assertThat(lines().sql().keyMatch())
                    .isEqualTo("USING unnest(CAST(:?key1 AS bigint[]), CAST(:?key2 AS integer[])) AS k(k1, k2)"
                            + " WHERE t.\"Order\" = k.k1 AND t.\"line\" = k.k2");
        }

        @Test
        void arrayThatIsAKeyIsBoundAsText() {
            // given
            TableSql sql = new DescribedTable(List.of("tags"), 0)
                    .column("tags", "integer[]")
                    .sql();

            // then
            assertThat(sql.keyMatch())
                    .isEqualTo(
                            "USING unnest(CAST(:?key1 AS text[])) AS k(k1) WHERE t.\"tags\" = CAST(k.k1 AS integer[])");
        }

        @Test
        void constantsDistinguishRowsFromThoseOfOtherSources() {
            // given
            TableSql sql = orders().column("region", "text")
                    .column("extra", "json")
                    .select("id, note, 'eu' AS region, '{}' AS extra")
                    .sql();

            // then
            assertThat(sql.keyMatch())
                    .isEqualTo("WHERE t.\"id\" = ANY (CAST(:?key1 AS bigint[])) AND t.\"region\" = CAST('eu' AS text)");
            assertThat(sql.sameKey()).endsWith(" AND t.\"region\" = CAST('eu' AS text)");
            assertThat(sql.ownRows()).isEqualTo("t.\"region\" = CAST('eu' AS text)");
            assertThat(sql.isShared()).isTrue();
        }

        @Test
        void updateUsesFromWhereADeleteUsesUsing() {
            assertThat(lines().sql().keyMatchFrom()).startsWith("FROM unnest(");
            assertThat(orders().sql().keyMatchFrom()).startsWith("WHERE ");
        }

        @Test
        void keyHasTheNameAndTypeOfItsTargetColumn() {
            // given
            TableSql sql = new DescribedTable(List.of("id"), 0)
                    .column("Order No", "numeric")
                    .select("id AS \"Order No\"")
                    .sql();

            // then
            assertThat(sql.keyMatch()).isEqualTo("WHERE t.\"Order No\" = ANY (CAST(:?key1 AS numeric[]))");
        }
    }

    @Nested
    class Assignments {
        @Test
        void keyColumnsAreNeverAssigned() {
            assertThat(lines().sql().assignments())
                    .isEqualTo("\"note\" = CASE WHEN substr(s.adbpg_sync_unchanged, 4, 1) = '1' THEN t.\"note\""
                            + " ELSE s.\"note\" END");
        }

        @Test
        void rowsAreUpdatedInPlaceWhereTheKeyContainsTheDistributionKey() {
            assertThat(orders().distributedBy("id").sql().isUpdatableInPlace()).isTrue();
        }

        @Test
        void rowsAreNotUpdatedInPlaceWhereThatWouldSetADistributionColumn() {
            assertThat(orders().distributedBy("note").sql().isUpdatableInPlace())
                    .isFalse();
        }

        @Test
        void rowsAreNotUpdatedInPlaceWhereThatWouldMoveThemToAnotherPartition() {
            assertThat(orders().partitionedBy("note").sql().isUpdatableInPlace())
                    .isFalse();
            assertThat(orders().partitionedBy("id").sql().isUpdatableInPlace()).isTrue();
        }

        @Test
        void targetOnlyColumnsAreNeverAssigned() {
            assertThat(orders().column("extra", "text").sql().assignments()).doesNotContain("extra");
        }

        @Test
        void valueComesFromTheSourceColumnOfAnotherName() {
            // given
            TableSql sql = new DescribedTable(List.of("id", "status"), 0)
                    .column("id", "bigint")
                    .column("order_status", "text")
                    .select("id, status AS order_status")
                    .sql();

            // then
            assertThat(sql.assignments())
                    .isEqualTo("\"order_status\" = CASE WHEN substr(s.adbpg_sync_unchanged, 3, 1) = '1'"
                            + " THEN t.\"order_status\" ELSE s.\"status\" END");
        }

        @Test
        void tableOfKeyColumnsOnlyCanNotBeUpdatedInPlace() {
            // given
            TableSql sql =
                    new DescribedTable(List.of("id"), 0).column("id", "bigint").sql();

            // then
            assertThat(sql.isUpdatableInPlace()).isFalse();
            assertThat(orders().sql().isUpdatableInPlace()).isTrue();
        }
    }

    @Nested
    class Directness {
        @Test
        void plainAndRenamedColumnsAreCopiedStraightIntoTheTarget() {
            // given
            TableSql sql = orders().select("note, id").sql();

            // then
            assertThat(sql.isDirect()).isTrue();
            assertThat(sql.columns()).isEqualTo("(\"note\", \"id\")");
            assertThat(sql.positions()).containsExactly(1, 0);
        }

        @Test
        void expressionOrConditionNeedsStaging() {
            assertThat(orders().select("id, upper(note) AS note").sql().isDirect())
                    .isFalse();
            assertThat(orders().where("id > 0").sql().isDirect()).isFalse();
        }

        @Test
        void conditionIsParenthesised() {
            assertThat(orders().where("id > 0 OR note IS NULL").sql().condition())
                    .isEqualTo("(id > 0 OR note IS NULL)");
            assertThat(orders().sql().condition()).isEqualTo("true");
        }
    }

    @Nested
    class Staging {
        @Test
        void hasTheSourceColumnsAMaskTheOldKeyAndTheTargetOnlyColumns() {
            assertThat(orders().column("extra", "date").sql().stagingDefinition())
                    .isEqualTo("(\"id\" bigint, \"note\" text, adbpg_sync_unchanged text, adbpg_sync_key1 bigint,"
                            + " adbpg_sync_kept1 date)");
        }

        @Test
        void isDistributedLikeTheTargetIfThatIsByKeyColumns() {
            assertThat(lines().distributedBy("line", "Order").sql().stagingDefinition())
                    .endsWith(" DISTRIBUTED BY (\"adbpg_sync_key2\", \"adbpg_sync_key1\")");
        }

        @Test
        void isDistributedRandomlyOtherwise() {
            assertThat(orders().distributedBy().sql().stagingDefinition()).endsWith(" DISTRIBUTED RANDOMLY");
            assertThat(orders().distributedBy("note").sql().stagingDefinition()).endsWith(" DISTRIBUTED RANDOMLY");
        }

        @Test
        void isReplicatedIfTheTargetIs() {
            assertThat(orders().distributed(Distribution.REPLICATED).sql().stagingDefinition())
                    .endsWith(" DISTRIBUTED REPLICATED");
        }

        @Test
        void hasNoDistributionOnPlainPostgresql() {
            assertThat(orders().sql().stagingDefinition()).doesNotContain("DISTRIBUTED");
        }

        @Test
        void isMatchedByTheOldKey() {
            assertThat(lines().sql().sameKey())
                    .isEqualTo("t.\"Order\" = s.adbpg_sync_key1 AND t.\"line\" = s.adbpg_sync_key2");
        }
    }

    @Nested
    class Rewrite {
        @Test
        void keepsTargetOnlyColumns() {
            // given
            TableSql sql =
                    orders().column("extra", "date").generated("computed").sql();

            // then
            assertThat(sql.keepsColumns()).isTrue();
            assertThat(sql.completedColumns()).isEqualTo("(\"id\", \"note\", \"extra\")");
            assertThat(sql.completedValues()).isEqualTo("s.\"id\", s.\"note\", adbpg_sync_kept1");
            assertThat(sql.completion()).contains("adbpg_sync_kept1 = t.\"extra\"");
        }

        @Test
        void completesUnchangedValuesWithTheTargets() {
            assertThat(orders().sql().completion())
                    .contains("\"note\" = CASE WHEN substr(s.adbpg_sync_unchanged, 3, 1) = '1'"
                            + " THEN CAST(t.\"note\" AS text) ELSE s.\"note\" END")
                    .endsWith("adbpg_sync_unchanged = CASE WHEN false THEN 'l' ELSE 'd' END"
                            + " || substr(s.adbpg_sync_unchanged, 2)");
        }

        @Test
        void evaluatesExpressions() {
            assertThat(orders().select("id, upper(note) AS note").sql().insertValues())
                    .isEqualTo("s.\"id\", upper(note)");
        }

        @Test
        void overridesAnAlwaysGeneratedIdentityColumn() {
            // given
            TableSql sql =
                    new DescribedTable(List.of("id"), 0).alwaysIdentity("id").sql();

            // then
            assertThat(sql.insertColumns()).isEqualTo("(\"id\") OVERRIDING SYSTEM VALUE");
            assertThat(sql.completedColumns()).isEqualTo("(\"id\") OVERRIDING SYSTEM VALUE");
        }
    }

    @Nested
    class Indexes {
        @Test
        void indexThatBeginsWithAKeyColumnFindsARow() {
            assertThat(lines().index(false, "line", "note").sql().isIndexed()).isTrue();
            assertThat(lines().index(false, "note", "line").sql().isIndexed()).isFalse();
            assertThat(lines().sql().isIndexed()).isFalse();
        }

        @Test
        void rowsWithoutAKeyAreNotFoundByAnIndex() {
            assertThat(new DescribedTable(List.of("note"))
                            .column("note", "text")
                            .index(true, "note")
                            .sql()
                            .isIndexed())
                    .isFalse();
        }

        @Test
        void onlyAUniqueIndexOverKeyColumnsRefusesASecondRow() {
            assertThat(lines().index(true, "Order", "line").sql().isDuplicateUnseen())
                    .isFalse();
            assertThat(lines().index(true, "line").sql().isDuplicateUnseen()).isFalse();
            assertThat(lines().index(true, "line", "note").sql().isDuplicateUnseen())
                    .isTrue();
            assertThat(lines().index(false, "Order", "line").sql().isDuplicateUnseen())
                    .isTrue();
        }

        @Test
        void distinguishingConstantBelongsToTheKey() {
            assertThat(orders().select("id, 'shop' AS note")
                            .index(true, "note", "id")
                            .sql()
                            .isDuplicateUnseen())
                    .isFalse();
        }
    }

    @Test
    void storedRowsOfGreenplumAreIdentifiedBySegmentToo() {
        assertThat(orders().sql().rowIdentity()).isEqualTo("tableoid, ctid");
        assertThat(orders().distributedBy("id").sql().rowIdentity()).isEqualTo("gp_segment_id, tableoid, ctid");
    }

    @Test
    void namesAreQuoted() {
        assertThat(orders().sql().target()).isEqualTo("\"ods\".\"Orders\"");
    }

    @Nested
    class RowsWithoutAKey {
        private final DescribedTable samples = new DescribedTable(List.of("at", "value", "few", "place"))
                .column("at", "date")
                .column("value", "double precision")
                .column("few", "real[]")
                .column("place", "point");

        @Test
        void areFoundByTheBitsOfFloatsWhereTheirTextMayBeCut() {
            // given
            TableSql sql = samples.distributed(Distribution.RANDOM).sql();

            // then
            assertThat(sql.targetRows())
                    .contains(
                            "ROW(r.\"at\", encode(float8send(r.\"value\"), 'hex'), encode(array_send(r.\"few\"), 'hex'),"
                                    + " encode(point_send(r.\"place\"), 'hex'))");
            assertThat(sql.stagedText())
                    .contains(
                            "ROW(CAST(s.\"at\" AS date), encode(float8send(CAST(s.\"value\" AS double precision)), 'hex'),");
        }

        @Test
        void areFoundByTheirTextElsewhere() {
            assertThat(samples.sql().targetRows()).contains("ROW(r.\"at\", r.\"value\", r.\"few\", r.\"place\")");
        }
    }
}
