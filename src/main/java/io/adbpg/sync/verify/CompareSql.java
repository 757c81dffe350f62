package io.adbpg.sync.verify;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * SQL that describes each row of a table by two numbers: a hash of its key, which gives an order that no collation can change; and a
 * hash of all its values, which gives its bucket. So a row that differs is in two buckets, the source's and the target's, and to find
 * these takes one hash per row.
 */
final class CompareSql {
    /** The number of buckets; the first 12 bits of the hash of all values select one. */
    static final int BUCKETS = 4096;

    private static final int BUCKET_SHIFT = 52;

    private final boolean isUtf8;
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
     * @param isUtf8 whether the database's texts are in UTF-8, in which they are hashed
     */
    CompareSql(
            String query,
            List<ValueText> columns,
            BiFunction<ValueText, String, String> text,
            Predicate<ValueText> isCompared,
            boolean isKeyed,
            boolean isUtf8) {
        this.isUtf8 = isUtf8;
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

    private String number(Stream<String> values) {
        String text = "CAST(ROW(" + values.collect(Collectors.joining(", ")) + ") AS text)";
        return "CAST(CAST('x' || substr(md5(" + (isUtf8 ? text : "convert_to(" + text + ", 'UTF8')")
                + "), 1, 16) AS bit(64)) AS bigint)";
    }

    private static String bucket(String number) {
        return "CAST((" + number + " >> " + BUCKET_SHIFT + ") & " + (BUCKETS - 1) + " AS integer)";
    }

    /** The query for all buckets: bucket, number of rows, sum of the rows' numbers. */
    String buckets() {
        // A volatile function in the inner query keeps it apart, so that each row is hashed once. OFFSET 0 would too,
        // but a Greenplum kernel would bring all rows to one process for it.
        return "SELECT " + bucket("n.number") + ", count(*), sum(n.number) FROM (SELECT " + row
                + " AS number, random() FROM " + rows + ") AS n GROUP BY 1";
    }

    /**
     * The COPY for the rows of some buckets: both numbers and the compared values, ordered by the numbers.
     *
     * @param wanted a bit for each bucket, in hexadecimal, as {@link Buckets#differences} gives it
     */
    String rowsOf(String wanted) {
        return "COPY (SELECT " + key + ", " + row + values + " FROM " + rows + " WHERE get_bit(X'" + wanted + "', "
                + bucket(row) + ") = 1 ORDER BY 1, 2) TO STDOUT";
    }
}
