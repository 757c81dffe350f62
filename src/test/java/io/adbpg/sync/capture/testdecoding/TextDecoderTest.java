package io.adbpg.sync.capture.testdecoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.support.Told;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Messages as PostgreSQL 9.6.24 and 18.6 have sent them. */
class TextDecoderTest {
    private static final TableName T = new TableName("public", "t");
    private static final TableName KEYLESS = new TableName("public", "tn");
    private static final TableName ODD = new TableName("My S", "T b");
    private static final String COMMIT = "COMMIT (at 2026-11-29 15:21:42.215877+00)";

    private final Told told = new Told();
    private final Reading reading = new Reading(keys(), Set.of("oid"), told);

    private static Map<TableName, List<String>> keys() {
        Map<TableName, List<String>> keys = new LinkedHashMap<>();
        keys.put(T, List.of("id"));
        keys.put(KEYLESS, List.of());
        keys.put(ODD, List.of("Col A"));
        return keys;
    }

    private List<String> read(String... changes) throws Exception {
        reading.read("BEGIN");
        for (String change : changes) {
            reading.read(change);
        }
        reading.read(COMMIT);
        return told.changes();
    }

    @Test
    void namesAndValuesLoseTheirQuotes() throws Exception {
        assertThat(read("table \"My S\".\"T b\": INSERT: \"Col A\"[integer]:1 b[text]:'it''s'"))
                .containsExactly("insert \"My S\".\"T b\"(1, it's)");
    }

    @Test
    void changedKeyComesWithTheOldRow() throws Exception {
        assertThat(read(
                        "table public.t: UPDATE: old-key: id[integer]:1 new-tuple: id[integer]:2 v[text]:'x'",
                        "table public.t: UPDATE: id[integer]:2 v[text]:'y'"))
                .containsExactly("update public.t(1, NULL) to public.t(2, x)", "update public.t(2, y)");
    }

    @Test
    void oldRowsLackTheirNulls() throws Exception {
        assertThat(read(
                        "table public.tn: INSERT: a[integer]:1 v[text]:null w[text]:'z'",
                        "table public.tn: UPDATE: old-key: a[integer]:1 w[text]:'z' new-tuple: a[integer]:1 v[text]:null w[text]:'y'",
                        "table public.tn: UPDATE: old-key: new-tuple: a[integer]:null v[text]:'q' w[text]:null",
                        "table public.tn: DELETE: w[text]:'z'",
                        "table public.tn: DELETE:"))
                .containsExactly(
                        "insert public.tn(1, NULL, z)",
                        "update public.tn(1, NULL, z) to public.tn(1, NULL, y)",
                        "update public.tn(NULL, NULL, NULL) to public.tn(NULL, q, NULL)",
                        "delete public.tn(NULL, NULL, z)",
                        "delete public.tn(NULL, NULL, NULL)");
    }

    @Test
    void deleteThatComesFirstHasTheColumnsOfTheCatalogue() throws Exception {
        // given
        reading.knows(T, List.of("a", "id", "b"));

        // then
        assertThat(read("table public.t: DELETE: id[integer]:7")).containsExactly("delete public.t(NULL, 7, NULL)");
    }

    @Test
    void valueThatWasLeftAloneIsTakenFromAWholeOldRow() throws Exception {
        assertThat(read(
                        "table public.t: UPDATE: id[integer]:1 v[text]:unchanged-toast-datum",
                        "table public.t: UPDATE: old-key: id[integer]:1 v[text]:'long' new-tuple: id[integer]:2"
                                + " v[text]:unchanged-toast-datum"))
                .containsExactly("update public.t(1, unchanged)", "update public.t(1, long) to public.t(2, long)");
    }

    @Test
    void valuesAreWhatTheServerPrintsElsewhere() throws Exception {
        assertThat(read(
                        "table public.t: INSERT: id[integer]:-1 b[boolean]:true n[numeric]:NaN f8[double precision]:Infinity"
                                + " bt[bit]:B'101' o[oid]:7 m[money]:'$1.00' i[interval]:'1 day' a[integer[]]:'{1,2}'"
                                + " j[json]:'{\"a\":1}' d[date]:'infinity' p[positive]:'f' nu[text]:'null' e[text]:''"
                                + " x[text]:'unchanged-toast-datum' back[text]:'\\001'"))
                .containsExactly(
                        "insert public.t(-1, t, NaN, Infinity, 101, 7, $1.00, 1 day, {1,2}, {\"a\":1}, infinity, f, null,"
                                + " , unchanged-toast-datum, \\001)");
    }

    @Test
    void whatLooksLikeSyntaxInNamesAndTextsIsNone() throws Exception {
        assertThat(read(
                        "table public.t: INSERT: id[integer]:1 \"a]b:c\"[app.\"My ]Mood\"[]]:'{x}' \"q\"\"q\"[text]:'a'' b[text]:''c'"
                                + " t[text]:'two\nlines new-tuple: id[integer]:2'"))
                .containsExactly("insert public.t(1, {x}, a' b[text]:'c, two\nlines new-tuple: id[integer]:2)");
    }

    @Test
    void systemColumnIsLeftOut() throws Exception {
        assertThat(read(
                        "table public.t: INSERT: oid[oid]:16486 id[integer]:1 v[text]:'x'",
                        "table public.t: UPDATE: old-key: oid[oid]:16486 id[integer]:1 new-tuple: oid[oid]:16486 id[integer]:2"
                                + " v[text]:'x'",
                        "table public.t: DELETE: oid[oid]:16486 id[integer]:2"))
                .containsExactly(
                        "insert public.t(1, x)",
                        "update public.t(1, NULL) to public.t(2, x)",
                        "delete public.t(2, NULL)");
    }

    @Test
    void tableWithOtherColumnsIsAnotherRelation() throws Exception {
        // when
        read(
                "table public.t: INSERT: id[integer]:1 v[text]:'x'",
                "table public.t: INSERT: id[integer]:2 v[text]:'x'",
                "table public.t: INSERT: id[integer]:3 v[text]:'x' w[text]:'y'");

        // then
        assertThat(told.relations().get(0))
                .isSameAs(told.relations().get(1))
                .isNotSameAs(told.relations().get(2));
        assertThat(told.relations().get(2).columns()).containsExactly("id", "v", "w");
    }

    @Test
    void truncateNamesSeveralTables() throws Exception {
        // given
        reading.knows(T, List.of("id")).knows(KEYLESS, List.of("a"));

        // then
        assertThat(read(
                        "table public.t, public.other, public.tn: TRUNCATE: restart_seqs cascade",
                        "table public.t: TRUNCATE: (no-flags)"))
                .containsExactly("truncate public.t", "truncate public.tn", "truncate public.t");
    }

    @Test
    void otherTablesTheirRowsAndMessagesArePassedOver() throws Exception {
        assertThat(read(
                        "table public.nocol: INSERT:",
                        "table public.other: DELETE: (no-tuple-data)",
                        "table public.pg_temp_1: INSERT: id[integer]:1",
                        "message: transactional: 1 prefix: x, sz: 2 content:ab"))
                .isEmpty();
    }

    @Test
    void textsAreConvertedFromTheDatabasesEncoding() throws Exception {
        // given
        reading.encoding("LATIN1");
        reading.read("BEGIN");

        // when
        reading.read("table public.t: INSERT: id[integer]:1 v[text]:'Größe'".getBytes(StandardCharsets.ISO_8859_1));

        // then
        assertThat(told.changes()).containsExactly("insert public.t(1, Größe)");
    }

    @Test
    void timesOfCommitsAreReadToTheMicrosecond() throws Exception {
        // when
        read();
        reading.read("BEGIN");
        reading.read("COMMIT (at 2026-11-29 23:21:53.26485+00)");
        reading.read("BEGIN");
        reading.read("COMMIT (at 2026-11-29 23:21:53+00)");

        // then
        assertThat(told.all())
                .containsExactly(
                        "commit 0/12C 2026-11-29T15:21:42.215877Z",
                        "commit 0/1F4 2026-11-29T23:21:53.264850Z",
                        "commit 0/2BC 2026-11-29T23:21:53Z");
    }

    @Test
    void commitInAnotherTimeZoneIsRefused() {
        assertThatThrownBy(() -> reading.read("COMMIT (at 2026-11-29 23:21:53.264+08)"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cannot read the end of a transaction: COMMIT (at 2026-11-29 23:21:53.264+08)");
    }

    /** No part of a message is taken for a whole one, unless it is one: a list of columns may end after each. */
    @Test
    void cutAndMangledMessagesEndInTheDecodersOwnException() {
        long seed = System.nanoTime();
        System.out.println("TextDecoderTest runs with seed " + seed);
        Random random = new Random(seed);
        List<String> messages = List.of(
                "table \"My S\".\"T b\": INSERT: \"Col A\"[integer]:1 b[text]:'it''s' c[bit]:B'101' d[boolean]:true e[text]:null",
                "table public.tn: UPDATE: old-key: a[integer]:1 w[text]:'z' new-tuple: a[integer]:1 v[text[]]:null w[text]:'y'",
                "table public.t: DELETE: id[integer]:1",
                "table public.t, public.tn: TRUNCATE: (no-flags)",
                COMMIT);
        for (int round = 0; round < 100_000; round++) {
            byte[] bytes = messages.get(random.nextInt(messages.size())).getBytes(StandardCharsets.UTF_8);
            byte[] mangled = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
            for (int changes = random.nextInt(3); changes > 0; changes--) {
                mangled[random.nextInt(mangled.length)] = bytes[random.nextInt(bytes.length)];
            }
            Reading other = new Reading(keys(), Set.of("oid"), new Told());

            // when
            Throwable failure = catchThrowable(() -> {
                other.read("BEGIN");
                other.read(mangled);
            });

            // then
            if (failure != null) {
                assertThat(failure)
                        .as(new String(mangled, StandardCharsets.UTF_8))
                        .isInstanceOf(IllegalStateException.class);
            }
        }
    }
}
