package io.adbpg.sync.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NarrowingTest {

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    numeric                         | numeric(10,2)
                    numeric(10,3)                   | money
                    double precision                | money
                    numeric(10,3)                   | numeric(10,2)
                    numeric(10,3)[]                 | numeric(10,2)[]
                    integer                         | numeric(10,-2)
                    double precision                | numeric(10,2)
                    numeric                         | double precision
                    numeric(16,2)                   | double precision
                    bigint                          | double precision
                    double precision                | real
                    integer                         | real
                    timestamp without time zone     | date
                    timestamp with time zone        | date
                    timestamp without time zone     | timestamp(3) without time zone
                    timestamp(3) with time zone     | timestamp(0) with time zone
                    timestamp(6) with time zone     | timestamp(3) without time zone
                    timestamp without time zone     | time without time zone
                    time without time zone          | time(3) without time zone
                    time with time zone             | time without time zone
                    interval                        | interval(3)
                    interval                        | interval year to month
                    interval minute to second       | interval minute to second(2)
                    text                            | name
                    character varying(20)           | "char"
                    """)
    void someValuesWouldSilentlyChange(String from, String to) {
        assertThat(Narrowing.changes(from, to, false)).isTrue();
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    numeric(10,2)                   | numeric(10,2)
                    numeric(10,2)                   | money
                    integer                         | money
                    numeric(10,2)                   | numeric
                    numeric(10,2)                   | numeric(8,4)
                    bigint                          | numeric(10,2)
                    numeric                         | text
                    numeric(15,2)                   | double precision
                    integer                         | double precision
                    smallint                        | real
                    real                            | double precision
                    bigint                          | smallint
                    numeric                         | bigint
                    text                            | integer
                    text                            | numeric(10,2)
                    text                            | character varying(5)
                    text                            | character(5)
                    character varying               | citext
                    date                            | timestamp without time zone
                    timestamp(3) without time zone  | timestamp without time zone
                    timestamp(3) without time zone  | timestamp(3) with time zone
                    timestamp with time zone        | timestamp without time zone
                    time(0) with time zone          | time with time zone
                    interval year to month          | interval
                    interval year to month          | interval year to month
                    interval(2)                     | interval(3)
                    interval                        | text
                    "char"                          | text
                    "char"                          | name
                    uuid                            | name
                    json                            | jsonb
                    inet                            | cidr
                    bit(8)                          | bit varying(8)
                    app.mood                        | text
                    app."odd (1,2)[x"               | character varying(9)
                    integer[]                       | text
                    """)
    void everyValueIsKeptOrRefused(String from, String to) {
        assertThat(Narrowing.changes(from, to, false)).isFalse();
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({"numeric, bigint", "double precision, integer", "'numeric(10,2)', smallint", "inet, cidr"})
    void castRoundsWhereParsingTheTextFails(String from, String to) {
        assertThat(Narrowing.changes(from, to, true)).isTrue();
        assertThat(Narrowing.changes(from, to, false)).isFalse();
    }
}
