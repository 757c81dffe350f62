package io.adbpg.sync.verify;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * SQL that describes each row of a table by two numbers: a hash of its key, which gives its bucket and an order that no
 * collation can change; and a hash of all its values.
 */
final class CompareSql {
    /** The number of buckets; the first 12 bits of the key's hash select one. */
    static final int BUCKETS = 4096;

    private static final int BUCKET_SHIFT = 52;

    private final String rows;
    private final String key;
    private final String row;
    private final String values;

    /**
     * @param query selects the rows, with all columns of the mapping
     * @param columns the columns of the query
     * @param text gives the SQL expression for a value's text
     * @param isCompared whether a column is compared
     * @param isKeyed whether a key identifies the rows
     */
    CompareSql(
            String query,
            List<ValueText> columns,
            BiFunction<ValueText, String, String> text,
            Predicate<ValueText> isCompared,
            boolean isKeyed) {
        rows = IntStream.rangeClosed(1, columns.size())
                .mapToObj(i -> "c" + i)
                .collect(Collectors.joining(", ", "(" + query + ") AS q(", ")"));
        List<Integer> compared = IntStream.range(0, columns.size())
                .filter(i -> isCompared.test(columns.get(i)))
                .boxed()
                .toList();
        row = number(compared.stream().map(i -> text.apply(columns.get(i), name(i))));
        key = isKeyed
                ? number(compared.stream()
                        .filter(i -> columns.get(i).column().isKey())
                        .map(i -> text.apply(columns.get(i), name(i))))
                : row;
        values = compared.stream().map(i -> ", " + name(i)).collect(Collectors.joining());
    }

    private static String name(int i) {
        return "q.c" + (i + 1);
    }

    private static String number(java.util.stream.Stream<String> values) {
        return "CAST(CAST('x' || substr(md5(convert_to(CAST(ROW(" + values.collect(Collectors.joining(", "))
                + ") AS text), 'UTF8')), 1, 16) AS bit(64)) AS bigint)";
    }

    private String bucket() {
        return "CAST((" + key + " >> " + BUCKET_SHIFT + ") & " + (BUCKETS - 1) + " AS integer)";
    }

    /** The query for all buckets: bucket, number of rows, sum of the rows' numbers. */
    String buckets() {
        return "SELECT " + bucket() + ", count(*), sum(" + row + ") FROM " + rows + " GROUP BY 1";
    }

    /**
     * The COPY for the rows of some buckets: both numbers and the compared values, ordered by the numbers.
     *
     * @param wanted a bit for each bucket, in hexadecimal, as {@link Buckets#differences} gives it
     */
    String rowsOf(String wanted) {
        return "COPY (SELECT " + key + ", " + row + values + " FROM " + rows + " WHERE get_bit(X'" + wanted + "', "
                + bucket() + ") = 1 ORDER BY 1, 2) TO STDOUT";
    }
}
