package io.adbpg.sync.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'eu'",
                "'it''s, so'",
                "E'a\\'b'",
                "1",
                "-1.5e3",
                "true",
                "'eu'::text",
                "'eu' :: character varying(10)",
                "CAST('1' AS numeric(10, 2))",
                "date '2026-01-01'",
                "'{1,2}'::int[]"
            })
    void literalIsConstantEvenWithACast(String text) {
        assertThat(SqlText.of(text).isConstant()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "region",
                "'a' || 'b'",
                "lower('EU')",
                "now()",
                "NULL",
                "CAST(region AS text)",
                "1 + id",
                "'a', 'b'"
            })
    void everythingElseIsNot(String text) {
        assertThat(SqlText.of(text).isConstant()).isFalse();
    }

    @Test
    void questionMarkIsAnOperatorNotAParameter() {
        assertThat(SqlText.of("data ? 'what?' OR \"really?\" ?| $$?$$").toJdbc())
                .isEqualTo("data ?? 'what?' OR \"really?\" ??| $$?$$");
    }

    @Test
    void camelParameterInsideQuotesIsText() {
        assertThat(SqlText.of("note = 'a:?b\\'").toJdbc()).isEqualTo("note = E'a:\\x3Fb\\\\'");
    }

    @Test
    void commentIsRemovedSoThatItHidesNothing() {
        assertThat(SqlText.of("a > 0 -- it's (so\n AND /* \" */ b").toString().replaceAll(" +", " "))
                .isEqualTo("a > 0 AND b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true; DROP TABLE x",
                "id); DROP TABLE x; --",
                "(id",
                "id /* ) OR (",
                "$a$ id $b$",
                "'a",
                "\"a",
                "id /* /* */ */ )"
            })
    void textThatCouldEndTheStatementIsRefused(String text) {
        assertThatThrownBy(() -> SqlText.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void semicolonInsideQuotesIsText() {
        assertThat(SqlText.of("';' || $x$;$x$ || \";\" -- ;").toString()).isEqualTo("';' || $x$;$x$ || \";\"");
    }
}
