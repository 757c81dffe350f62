package io.adbpg.sync.catalog;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a source table looked like at one time, in terms that outlive its names: enough to tell what was done to it since.
 *
 * @param oid the table's own number: another one means another table of the same name
 * @param storage the number of its file, which another one replaces when its rows are rewritten; 0 for a partitioned table
 * @param identity its replica identity: d(efault), i(ndex), f(ull) or n(othing)
 * @param columns its published columns, in their order
 * @param key the numbers of the columns that tell rows apart
 */
public record TableShape(long oid, long storage, char identity, List<Column> columns, List<Integer> key) {

    /**
     * A column.
     *
     * @param number its {@code attnum}, which it keeps whatever it is called
     * @param type its type as {@code format_type} prints it
     * @param typeOid the same as a number
     * @param modifier its length or scale, as {@code atttypmod} has it
     * @param hasDefault whether it has a default now
     * @param missing the value of rows that are older than the column, where the source has it on record; else null
     */
    public record Column(
            int number, String name, String type, long typeOid, int modifier, boolean hasDefault, String missing) {

        /** Whether it takes the same values. */
        boolean hasTypeOf(Column other) {
            return typeOid == other.typeOid && modifier == other.modifier;
        }
    }

    /** The columns' names. */
    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /** The names of the key's columns. */
    public List<String> keyNames() {
        return key.stream().map(number -> column(number).name()).toList();
    }

    /** The column of this number; null if there is none. */
    public Column column(int number) {
        return columns.stream()
                .filter(column -> column.number() == number)
                .findFirst()
                .orElse(null);
    }

    /** The column of this name; null if there is none. */
    public Column column(String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Whether the source sends the column's value before a change. */
    public boolean isIdentity(Column column) {
        return identity == 'f' || key.contains(column.number());
    }

    /** One line for the table and one for each column. */
    public String toText() {
        StringBuilder text = new StringBuilder(oid + " " + storage + " " + identity + " "
                + key.stream().map(String::valueOf).collect(Collectors.joining(",")));
        for (Column column : columns) {
            text.append('\n')
                    .append(column.number())
                    .append(' ')
                    .append(column.typeOid())
                    .append(' ')
                    .append(column.modifier())
                    .append(' ')
                    .append(column.hasDefault())
                    .append(' ')
                    .append(encode(column.type()))
                    .append(' ')
                    .append(encode(column.name()))
                    .append(column.missing() == null ? "" : " " + encode(column.missing()));
        }
        return text.toString();
    }

    /** Reads what {@link #toText()} wrote. */
    public static TableShape parse(String text) {
        String[] lines = text.split("\n", -1);
        String[] head = lines[0].split(" ", -1);
        List<Column> columns = new ArrayList<>();
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            String[] parts = line.split(" ", -1);
            columns.add(new Column(
                    Integer.parseInt(parts[0]),
                    decode(parts[5]),
                    decode(parts[4]),
                    Long.parseLong(parts[1]),
                    Integer.parseInt(parts[2]),
                    Boolean.parseBoolean(parts[3]),
                    parts.length > 6 ? decode(parts[6]) : null));
        }
        List<Integer> key = head[3].isEmpty()
                ? List.of()
                : Arrays.stream(head[3].split(",", -1)).map(Integer::valueOf).toList();
        return new TableShape(Long.parseLong(head[0]), Long.parseLong(head[1]), head[2].charAt(0), columns, key);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
