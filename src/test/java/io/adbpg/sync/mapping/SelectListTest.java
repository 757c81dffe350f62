package io.adbpg.sync.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adbpg.sync.mapping.SelectList.Item;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectListTest {

    @Test
    void columnKeepsItsName() {
        assertThat(SelectList.parse("id, Amount").items())
                .containsExactly(new Item("\"id\"", "id", "id"), new Item("\"amount\"", "amount", "amount"));
    }

    @Test
    void columnIsRenamed() {
        assertThat(SelectList.parse("status AS order_status, note as\n  remark").items())
                .containsExactly(
                        new Item("\"status\"", "status", "order_status"), new Item("\"note\"", "note", "remark"));
    }

    @Test
    void quotedNamesAreTakenAsTheyAre() {
        assertThat(SelectList.parse("\"Order, No\" AS \"say \"\"hi\"\"\"").items())
                .containsExactly(new Item("\"Order, No\"", "Order, No", "say \"hi\""));
    }

    @Test
    void expressionHasNoSourceColumn() {
        assertThat(SelectList.parse("upper(name) AS name").items())
                .containsExactly(new Item("upper(name)", null, "name"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "coalesce(a, b, 'c, d') AS x",
                "ARRAY[a, b] AS x",
                "substr(note, 1, length(note) - 1) AS x",
                "'it''s, so' AS x",
                "\"a,b\" || ')' AS x",
                "CAST(a AS text) AS x",
            })
    void commaInsideAnExpressionDoesNotSplitIt(String expression) {
        // when
        var items = SelectList.parse("id, " + expression + ", b").items();

        // then
        assertThat(items).extracting(Item::target).containsExactly("id", "x", "b");
        assertThat(items.get(1).expression() + " AS x").isEqualTo(expression);
    }

    @Test
    void expressionWithoutANameIsRefused() {
        assertThatThrownBy(() -> SelectList.parse("id, upper(name)"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'upper(name)' names no target column: write 'upper(name) AS name'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"upper(name AS name", "'open AS x", "\"open", "name) AS x, (b AS y", "a] AS x"})
    void unclosedTextIsRefused(String text) {
        assertThatThrownBy(() -> SelectList.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text)
                .hasMessageContaining("a quote, comment or parenthesis is not closed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "id,", "id,,name"})
    void emptyItemIsRefused(String text) {
        assertThatThrownBy(() -> SelectList.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("names no target column");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id, id", "id, upper(name) AS id", "a AS x, b AS X"})
    void duplicateTargetColumnIsRefused(String text) {
        assertThatThrownBy(() -> SelectList.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice");
    }

    @Test
    void starIsEveryColumnThatNoOtherItemReadsOrProduces() {
        // when
        var items = SelectList.parse("'eu' AS region, *, status AS order_status, upper(name) AS name")
                .expand(List.of("id", "status", "name", "amount"));

        // then
        assertThat(items).extracting(Item::target).containsExactly("region", "id", "amount", "order_status", "name");
    }

    @Test
    void wordForAValueIsNoColumn() {
        assertThat(SelectList.parse("NULL AS x, current_date AS \"day\", true AS y")
                        .items())
                .extracting(Item::source)
                .containsOnlyNulls();
    }
}
