package io.adbpg.sync.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.catalog.Comparison;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which columns of a target tell apart what the source tells apart. */
class FineComparisonTest {

    @ParameterizedTest(name = "{0} as {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            text                        | text                        | true
            character varying           | text                        | true
            citext                      | text                        | true
            bpchar                      | text                        | true
            app.mood                    | text                        | true
            numeric                     | character varying           | true
            app.mood                    | ods.mood                    | true
            public.citext               | citext                      | true
            integer                     | numeric                     | true
            integer                     | bigint                      | true
            date                        | timestamp without time zone | true
            uuid                        | citext                      | true
            uuid                        | bpchar                      | true
            bpchar                      | bpchar                      | true
            text[]                      | text[]                      | true
            int4range                   | int8range                   | true
            text                        | name                        | true
            text                        | citext                      | false
            character varying           | public.citext               | false
            bpchar                      | citext                      | false
            app.mood                    | citext                      | false
            text                        | bpchar                      | false
            citext                      | bpchar                      | false
            text                        | numeric                     | false
            text                        | integer                     | false
            text                        | uuid                        | false
            text                        | bytea                       | false
            text                        | jsonb                       | false
            text                        | isbn                        | false
            text                        | timestamp with time zone    | false
            text[]                      | citext[]                    | false
            numrange                    | int4range                   | false
            tsrange                     | daterange                   | false
            """)
    void typeKeepsWhatTheSourceTellsApart(String source, String target, boolean isKept) {
        // when
        boolean found = FineComparison.isKept(new Comparison(source, false, null), new Comparison(target, false, null));

        // then
        assertThat(found).isEqualTo(isKept);
    }

    @Test
    void labelOfAnEnumStandsForOneText() {
        // when
        boolean found =
                FineComparison.isKept(new Comparison("text", false, null), new Comparison("ods.mood", true, null));

        // then
        assertThat(found).isTrue();
    }

    @ParameterizedTest(name = "{0} as {1}: {2}")
    @CsvSource({",, true", "loose,, true", "loose, loose, true", ", loose, false", "other, loose, false"})
    void collationThatIsNotDeterministicMustBeTheSources(String source, String target, boolean isKept) {
        // when
        boolean found =
                FineComparison.isKept(new Comparison("text", false, source), new Comparison("text", false, target));

        // then
        assertThat(found).isEqualTo(isKept);
    }
}
