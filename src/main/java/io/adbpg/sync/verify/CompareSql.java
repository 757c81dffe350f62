package io.adbpg.sync.verify;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * SQL by which one end tells of a table's rows, each by two numbers: one made of its key, by which rows are put into
 * buckets and an order that no collation has a part in; and one made of all its values.
 */
final class CompareSql {
    /** How many buckets there are: as many as the first bits of a key's number tell apart. */
    static final int BUCKETS = 4096;

    private static final int BUCKET_SHIFT = 52;

    private final String rows;
    private final String key;
    private final String row;
    private final String values;

    /**
     * @param query gives the rows, with all columns of the mapping
     * @param columns all of them
     * @param text SQL for the text of a value
     * @param isCompared whether a column is compared
     * @param isKeyed whether rows are told apart by a key
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

    /** Gives of each bucket its number, how many rows it has, and the sum of their numbers. */
    String buckets() {
        return "SELECT " + bucket() + ", count(*), sum(" + row + ") FROM " + rows + " GROUP BY 1";
    }

    /**
     * Gives the rows of some buckets in the order of both numbers: these, and then the compared values.
     *
     * @param wanted a bit for each bucket, in hexadecimal
     */
    String rowsOf(String wanted) {
        return "COPY (SELECT " + key + ", " + row + values + " FROM " + rows + " WHERE get_bit(X'" + wanted + "', "
                + bucket() + ") = 1 ORDER BY 1, 2) TO STDOUT";
    }
}
