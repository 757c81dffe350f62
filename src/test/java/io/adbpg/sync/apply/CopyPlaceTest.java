package io.adbpg.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowBuilder;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

class CopyPlaceTest {
    private static final List<String> COLUMNS = List.of("id", "qty", "a, b: c");

    private static SQLException saying(String where) {
        return new PSQLException(new ServerErrorMessage("SERROR\0C22003\0Mout of range\0W" + where + "\0"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            nullValues = "null",
            textBlock =
                    """
                    COPY items, line 3, column qty: "300"                  | 3 | qty  | 300
                    COPY items, line 12, column qty: null input            | 12| qty  | null
                    COPY items, line 3, column qty                         | 3 | qty  | null
                    COPY items, line 2: "2, column qty: "x""               | 2 | null | 2, column qty: "x"
                    COPY items, line 2                                     | 2 | null | null
                    COPY items, 第 3 行, 列 qty: "300"                      | 3 | qty  | 300
                    PL/pgSQL function f(); COPY items, line 4, column id: "x" | 4 | id | x
                    COPY items, line 5, column gone: "x"                   | 5 | null | x
                    """)
    void placeIsFoundInAnyLanguageOfTheServer(String where, int line, String column, String value) {
        // when
        CopyPlace place = CopyPlace.of(saying(where), "items", COLUMNS);

        // then
        assertThat(place).isEqualTo(new CopyPlace(line, column, value));
    }

    @Test
    void followingContextIsNotPartOfTheLine() {
        assertThat(CopyPlace.of(saying("COPY items, line 7\nSQL function \"f\" statement 1"), "items", COLUMNS))
                .isEqualTo(new CopyPlace(7, null, null));
    }

    @Test
    void copyOfAnotherTableIsIgnored() {
        assertThat(CopyPlace.of(saying("COPY other, line 7"), "items", COLUMNS)).isNull();
        assertThat(CopyPlace.of(new SQLException("no context", "22003"), "items", COLUMNS))
                .isNull();
    }

    @Test
    void rowIsRecognisedByTheValueThatTheServerShows() {
        // given
        Row row = new RowBuilder().add("17").add("300").add("tab\there").build();

        // then
        assertThat(new CopyPlace(1, "qty", "300").isOf(row, COLUMNS)).isTrue();
        assertThat(new CopyPlace(1, "qty", "30...").isOf(row, COLUMNS)).isTrue();
        assertThat(new CopyPlace(1, "qty", "301").isOf(row, COLUMNS)).isFalse();
        assertThat(new CopyPlace(1, null, "17\t300\ttab\\there").isOf(row, COLUMNS))
                .isTrue();
        assertThat(new CopyPlace(1, null, "17\t300\ttab\\there\t\\N").isOf(row, COLUMNS))
                .isTrue();
        assertThat(new CopyPlace(1, null, "18\t300...").isOf(row, COLUMNS)).isFalse();
        assertThat(new CopyPlace(1, null, null).isOf(row, COLUMNS)).isTrue();
    }
}
