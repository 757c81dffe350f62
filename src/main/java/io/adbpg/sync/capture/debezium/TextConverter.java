package io.adbpg.sync.capture.debezium;

import io.debezium.connector.postgresql.PostgresValueConverter;
import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import io.debezium.data.SpecialValueDecimal;
import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.util.HexFormat;
import java.util.Properties;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * Hands on every value as the text that PostgreSQL prints, before Debezium's own conversion can lose a part of it.
 *
 * <p>Debezium finds this class by its name in the engine's settings.
 */
public final class TextConverter implements CustomConverter<SchemaBuilder, RelationalColumn> {
    @SuppressWarnings("StringConstructor") // must not be the same object as any other text
    private static final String UNCHANGED = new String("unchanged");

    @Override
    public void configure(Properties settings) {}

    @Override
    public void converterFor(RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
        registration.register(SchemaBuilder.string().optional(), TextConverter::text);
    }

    /** Whether a value handed on stands for one that the source did not send. */
    @SuppressWarnings("ReferenceEquality") // a row may hold the same text
    static boolean isUnchanged(String text) {
        return text == UNCHANGED;
    }

    /** The text of a value as Debezium has decoded it; null for NULL. */
    static String text(Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Integer || value instanceof Long) {
            return value.toString();
        }
        if (value instanceof SpecialValueDecimal decimal) {
            return decimal.getDecimalValue()
                    .map(BigDecimal::toPlainString)
                    .orElseGet(() -> Double.toString(decimal.toDouble()));
        }
        if (value instanceof Boolean bool) {
            return bool ? "t" : "f";
        }
        if (value instanceof Temporal temporal) {
            return temporalText(temporal);
        }
        if (value instanceof byte[] bytes) {
            return "\\x" + HexFormat.of().formatHex(bytes);
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (UnchangedToastedReplicationMessageColumn.isUnchangedToastedValue(value)) {
            return UNCHANGED;
        }
        // Floating-point numbers print so that they read back the same; pgjdbc's own classes print PostgreSQL's
        // literal.
        return value.toString();
    }

    private static String temporalText(Temporal value) {
        if (value instanceof Instant instant) {
            return infinite(
                    instant.equals(PostgresValueConverter.POSITIVE_INFINITY_INSTANT),
                    instant.equals(PostgresValueConverter.NEGATIVE_INFINITY_INSTANT),
                    LocalDateTime.ofInstant(instant, ZoneOffset.UTC),
                    "");
        }
        if (value instanceof OffsetDateTime time) {
            return infinite(
                    time.equals(PostgresValueConverter.POSITIVE_INFINITY_OFFSET_DATE_TIME),
                    time.equals(PostgresValueConverter.NEGATIVE_INFINITY_OFFSET_DATE_TIME),
                    time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime(),
                    "+00");
        }
        if (value instanceof LocalDate date) {
            return infinite(
                    date.equals(PostgresValueConverter.POSITIVE_INFINITY_LOCAL_DATE),
                    date.equals(PostgresValueConverter.NEGATIVE_INFINITY_LOCAL_DATE),
                    date);
        }
        if (value instanceof OffsetTime time) {
            return time.toLocalTime() + time.getOffset().getId().replace("Z", "+00");
        }
        return value.toString();
    }

    private static String infinite(boolean positive, boolean negative, LocalDateTime time, String zone) {
        if (positive || negative) {
            return positive ? "infinity" : "-infinity";
        }
        StringBuilder text = new StringBuilder(32);
        appendDate(text, time.toLocalDate());
        appendTime(text.append(' '), time.toLocalTime());
        text.append(zone);
        return appendEra(text, time.toLocalDate()).toString();
    }

    private static String infinite(boolean positive, boolean negative, LocalDate date) {
        if (positive || negative) {
            return positive ? "infinity" : "-infinity";
        }
        StringBuilder text = new StringBuilder(16);
        appendDate(text, date);
        return appendEra(text, date).toString();
    }

    private static void appendDate(StringBuilder text, LocalDate date) {
        int year = date.get(ChronoField.YEAR_OF_ERA);
        if (year < 1000) {
            text.append("0".repeat(4 - Integer.toString(year).length()));
        }
        text.append(year);
        appendTwo(text.append('-'), date.getMonthValue());
        appendTwo(text.append('-'), date.getDayOfMonth());
    }

    private static void appendTime(StringBuilder text, LocalTime time) {
        appendTwo(text, time.getHour());
        appendTwo(text.append(':'), time.getMinute());
        appendTwo(text.append(':'), time.getSecond());
        int micros = time.getNano() / 1000;
        if (micros > 0) {
            text.append('.').append(Integer.toString(1_000_000 + micros), 1, 7);
        }
    }

    private static StringBuilder appendEra(StringBuilder text, LocalDate date) {
        return date.getYear() > 0 ? text : text.append(" BC");
    }

    private static void appendTwo(StringBuilder text, int number) {
        text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
