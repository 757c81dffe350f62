package io.adbpg.sync.capture.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.connector.postgresql.PostgresValueConverter;
import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import io.debezium.data.SpecialValueDecimal;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TextConverterTest {

    static Stream<Arguments> values() {
        return Stream.of(
                value("text", "a\tb", "a\tb"),
                value("empty text", "", ""),
                value("integer", 42, "42"),
                value("smallest bigint", Long.MIN_VALUE, "-9223372036854775808"),
                value("true", true, "t"),
                value("false", false, "f"),
                value("bytea", new byte[] {0, 127, -128, -1}, "\\x007f80ff"),
                value("empty bytea", new byte[0], "\\x"),
                value("numeric keeps its scale", new SpecialValueDecimal(new BigDecimal("1.500")), "1.500"),
                value("large numeric", new SpecialValueDecimal(new BigDecimal("1E+30")), "1" + "0".repeat(30)),
                value("small numeric", new SpecialValueDecimal(new BigDecimal("1E-10")), "0.0000000001"),
                value("bare numeric", new BigDecimal("1E+3"), "1000"),
                value("numeric NaN", SpecialValueDecimal.NOT_A_NUMBER, "NaN"),
                value("numeric infinity", SpecialValueDecimal.POSITIVE_INF, "Infinity"),
                value("numeric -infinity", SpecialValueDecimal.NEGATIVE_INF, "-Infinity"),
                value("float", 0.1f, "0.1"),
                value("double", 1e300, "1.0E300"),
                value("double NaN", Double.NaN, "NaN"),
                value("double infinity", Double.NEGATIVE_INFINITY, "-Infinity"),
                value("timestamp", instant("2024-02-29T13:14:15.000001Z"), "2024-02-29 13:14:15.000001"),
                value("timestamp without fraction", instant("2024-01-02T03:04:00Z"), "2024-01-02 03:04:00"),
                value("timestamp BC", ldt(-43, 3, 15), "0044-03-15 00:00:00 BC"),
                value("timestamp beyond year 9999", ldt(12345, 1, 2), "12345-01-02 00:00:00"),
                value("timestamp infinity", PostgresValueConverter.POSITIVE_INFINITY_INSTANT, "infinity"),
                value("timestamp -infinity", PostgresValueConverter.NEGATIVE_INFINITY_INSTANT, "-infinity"),
                value(
                        "timestamptz",
                        OffsetDateTime.parse("2024-01-02T03:04:05.6+02:00"),
                        "2024-01-02 01:04:05.600000+00"),
                value(
                        "timestamptz BC",
                        OffsetDateTime.of(ldtOf(0, 12, 31), ZoneOffset.UTC),
                        "0001-12-31 00:00:00+00 BC"),
                value("timestamptz infinity", PostgresValueConverter.POSITIVE_INFINITY_OFFSET_DATE_TIME, "infinity"),
                value("timestamptz -infinity", PostgresValueConverter.NEGATIVE_INFINITY_OFFSET_DATE_TIME, "-infinity"),
                value("date", LocalDate.of(2024, 2, 29), "2024-02-29"),
                value("early date", LocalDate.of(33, 4, 3), "0033-04-03"),
                value("date BC", LocalDate.of(-43, 3, 15), "0044-03-15 BC"),
                value("date infinity", PostgresValueConverter.POSITIVE_INFINITY_LOCAL_DATE, "infinity"),
                value("date -infinity", PostgresValueConverter.NEGATIVE_INFINITY_LOCAL_DATE, "-infinity"),
                value("timetz", OffsetTime.parse("01:02:03.000004Z"), "01:02:03.000004+00"));
    }

    private static Arguments value(String name, Object decoded, String text) {
        return Arguments.of(Named.of(name, decoded), text);
    }

    private static Instant instant(String text) {
        return Instant.parse(text);
    }

    private static Instant ldt(int year, int month, int day) {
        return ldtOf(year, month, day).toInstant(ZoneOffset.UTC);
    }

    private static LocalDateTime ldtOf(int year, int month, int day) {
        return LocalDateTime.of(year, month, day, 0, 0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void decodedValueIsHandedOnAsTheTextThatPostgresqlPrints(Object decoded, String text) {
        assertThat(TextConverter.text(decoded)).isEqualTo(text);
    }

    @Test
    void nullStaysNull() {
        assertThat(TextConverter.text(null)).isNull();
    }

    @Test
    void valueThatWasNotSentIsToldFromTheSameText() {
        // when
        String unchanged = TextConverter.text(UnchangedToastedReplicationMessageColumn.UNCHANGED_TOAST_VALUE);

        // then
        assertThat(TextConverter.isUnchanged(unchanged)).isTrue();
        assertThat(TextConverter.isUnchanged(TextConverter.text("unchanged"))).isFalse();
        assertThat(TextConverter.isUnchanged(null)).isFalse();
    }
}
