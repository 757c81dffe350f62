package io.adbpg.sync.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.TreeSet;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableNameTest {

    @Nested
    class Parsing {
        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '`',
                delimiter = ';',
                textBlock =
                        """
                        public.orders        ; public ; orders
                        Public.ORDERS        ; public ; orders
                        app."Mixed Case"     ; app    ; Mixed Case
                        app."dotted.name"    ; app    ; dotted.name
                        "a.b"."c.d"          ; a.b    ; c.d
                        app."say ""hi""\"     ; app    ; say "hi"
                        app.größe            ; app    ; größe
                        app.Ärger            ; app    ; Ärger
                        app."select"         ; app    ; select
                        app._x$1             ; app    ; _x$1
                        app.*                ; app    ; *
                        """)
        void nameIsParsedAsInSql(String text, String schema, String table) {
            // when
            TableName name = TableName.parse(text);

            // then
            assertThat(name).isEqualTo(new TableName(schema, table));
        }

        @ParameterizedTest
        @ValueSource(strings = {"orders", "a.b.c"})
        void nameWithTooFewOrTooManyPartsIsRefused(String text) {
            assertThatThrownBy(() -> TableName.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "'%s' is not a table name: write schema.table, or schema.* for all tables of a schema",
                            text);
        }

        @Test
        void nameThatNeedsQuotesIsRefused() {
            assertThatThrownBy(() -> TableName.parse("app.mixed case"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("'app.mixed case' is not a name: 'mixed case' needs double quotes, as in SQL");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", ".", "app.", ".orders", "app.1st", "app.o'brien", "app.x;y"})
        void malformedNameIsRefused(String text) {
            assertThatThrownBy(() -> TableName.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + text + "'");
        }

        @Test
        void openQuoteIsRefused() {
            assertThatThrownBy(() -> TableName.parse("app.\"orders"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("'app.\"orders' is not a table name: a double quote is not closed");
        }

        @Test
        void textAfterAQuotedNameIsRefused() {
            assertThatThrownBy(() -> TableName.parse("\"app\"x.orders"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("unexpected 'x'");
        }

        @Test
        void emptyQuotedNameIsRefused() {
            assertThatThrownBy(() -> TableName.parse("app.\"\""))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("app.\"\"");
        }
    }

    @Test
    void starStandsForAllTablesOfASchema() {
        assertThat(TableName.parse("public.*").isWildcard()).isTrue();
        assertThat(TableName.parse("public.orders").isWildcard()).isFalse();
    }

    @Test
    void sqlIsAlwaysQuoted() {
        assertThat(new TableName("app", "say \"hi\"").toSql()).isEqualTo("\"app\".\"say \"\"hi\"\"\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"app.orders", "app.\"Mixed Case\"", "\"a.b\".\"c\"\"d\"", "app.*"})
    void printedNameParsesToTheSameName(String text) {
        // given
        TableName name = TableName.parse(text);

        // when
        TableName back = TableName.parse(name.toString());

        // then
        assertThat(back).isEqualTo(name);
        assertThat(name).hasToString(text);
    }

    @Test
    void namesAreOrderedBySchemaThenTable() {
        // given
        TreeSet<TableName> names = new TreeSet<>();

        // when
        names.add(new TableName("b", "a"));
        names.add(new TableName("a", "z"));
        names.add(new TableName("a", "b"));

        // then
        assertThat(names).extracting(TableName::toString).containsExactly("a.b", "a.z", "b.a");
    }
}
