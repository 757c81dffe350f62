package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.Comparison;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Whether values that differ on the source differ on the target, too. Where they don't, two rows of the source are one row
 * for a key there. What is not known to be as fine counts as coarser.
 */
final class FineComparison {
    private static final Set<String> PLAIN_TEXTS = Set.of("text", "character varying");
    private static final Set<String> PADDED = Set.of("bpchar", "character");
    private static final String CASELESS = "citext";

    private static final Set<String> NUMBERS =
            Set.of("smallint", "integer", "bigint", "oid", "numeric", "real", "double precision");
    private static final Set<String> TIMES = Set.of(
            "date",
            "time without time zone",
            "time with time zone",
            "timestamp without time zone",
            "timestamp with time zone",
            "interval");

    /** Types whose texts differ by more than case and blanks at the end. */
    private static final Set<String> OTHERS = Set.of("uuid", "boolean", "bytea", "pg_lsn");

    /** Types that read each other's values as different ones, or not at all. */
    private static final List<Set<String>> ALIKE = List.of(
            NUMBERS,
            TIMES,
            Set.of("inet", "cidr"),
            Set.of("macaddr", "macaddr8"),
            Set.of("\"bit\"", "bit", "bit varying"),
            Set.of("int4range", "int8range"),
            Set.of("tsrange", "tstzrange"));

    private FineComparison() {}

    /** Whether a column of the target tells apart whatever a column of the source does. */
    static boolean isKept(Comparison source, Comparison target) {
        boolean isCollationKept = target.collation() == null || Objects.equals(target.collation(), source.collation());
        return isCollationKept && isTypeKept(source, target);
    }

    private static boolean isTypeKept(Comparison source, Comparison target) {
        boolean bothArrays = source.type().endsWith("[]") && target.type().endsWith("[]");
        String from = bothArrays ? element(source.type()) : source.type();
        String to = bothArrays ? element(target.type()) : target.type();
        if (PLAIN_TEXTS.contains(to) || target.isEnum() || unqualified(from).equals(unqualified(to))) {
            return true;
        }
        if (PADDED.contains(to)) {
            return PADDED.contains(from) || hasPlainText(from);
        }
        // A text that is no longer than a name is kept; longer ones are refused since they would be cut off.
        return to.equals("name") || (unqualified(to).equals(CASELESS) && hasPlainText(from)) || isAlike(from, to);
    }

    private static boolean isAlike(String from, String to) {
        return ALIKE.stream().anyMatch(types -> types.contains(from) && types.contains(to));
    }

    /** Whether the texts of a type's values differ by more than case and blanks at the end. */
    private static boolean hasPlainText(String type) {
        return OTHERS.contains(type) || ALIKE.stream().anyMatch(types -> types.contains(type));
    }

    private static String element(String array) {
        return array.substring(0, array.length() - 2);
    }

    private static String unqualified(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }
}
