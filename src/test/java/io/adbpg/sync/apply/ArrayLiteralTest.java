package io.adbpg.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrayLiteralTest {

    private static List<Row> column(String... values) {
        List<Row> rows = new ArrayList<>();
        for (String value : values) {
            rows.add(new RowBuilder().add("before").add(value).build());
        }
        return rows;
    }

    @Test
    void everyValueIsQuoted() {
        assertThat(ArrayLiteral.of(column("1", "x,y", "{z}", "größe 😀", " "), 1))
                .isEqualTo("{\"1\",\"x,y\",\"{z}\",\"größe 😀\",\" \"}");
    }

    @Test
    void quotesAndBackslashesAreEscaped() {
        assertThat(ArrayLiteral.of(column("say \"hi\"", "a\\b"), 1)).isEqualTo("{\"say \\\"hi\\\"\",\"a\\\\b\"}");
    }

    @Test
    void nullEmptyTextAndTheWordNullDiffer() {
        assertThat(ArrayLiteral.of(column(null, "", "NULL"), 1)).isEqualTo("{NULL,\"\",\"NULL\"}");
    }

    @Test
    void arrayValueIsQuotedLikeAnyOther() {
        assertThat(ArrayLiteral.of(column("{1,2}", "{\"a b\"}"), 1)).isEqualTo("{\"{1,2}\",\"{\\\"a b\\\"}\"}");
    }

    @Test
    void noRowsAreAnEmptyArray() {
        assertThat(ArrayLiteral.of(List.of(), 0)).isEqualTo("{}");
    }
}
