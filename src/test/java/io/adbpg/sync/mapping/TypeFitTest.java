package io.adbpg.sync.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeFitTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    text                           | jsonb                       | true
                    text                           | character varying(20)       | true
                    text[]                         | integer[]                   | false
                    character varying              | character varying(20)       | true
                    character varying(20)          | character varying(20)       | true
                    character varying(20)          | character varying(5)        | true
                    character varying(20)          | character varying(21)       | false
                    character varying(20)          | character varying           | false
                    character varying(20)          | text                        | false
                    character(20)                  | character(5)                | false
                    bit(5)                         | bit(4)                      | false
                    bit varying(5)                 | bit varying(4)              | true
                    bigint                         | integer                     | true
                    bigint                         | numeric                     | false
                    numeric                        | bigint                      | true
                    numeric                        | numeric(10,2)               | true
                    numeric(10,2)                  | numeric                     | false
                    numeric(10,2)                  | numeric(9,2)                | true
                    numeric(10,2)                  | numeric(10,3)               | false
                    numeric(10,2)                  | numeric(10,1)               | false
                    numeric(11,2)                  | numeric(10,1)               | true
                    numeric(10,2)                  | bigint                      | false
                    double precision               | bigint                      | false
                    timestamp without time zone    | timestamp(3) without time zone | true
                    timestamp(3) without time zone | timestamp without time zone | false
                    timestamp(3) with time zone    | timestamp(3) without time zone | false
                    """)
    void coversTheValuesOfNarrowerTypes(String wide, String narrow, boolean covers) {
        assertThat(TypeFit.of(wide).covers(TypeFit.of(narrow))).isEqualTo(covers);
    }
}
