package io.adbpg.sync.catalog;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The columns and key of a source table at one time, by numbers that survive renames: enough to find out what ALTER
 * TABLE has changed since.
 *
 * @param oid the table's oid; if it differs, the table was dropped and created again
 * @param storage its {@code relfilenode}, which changes when the rows are rewritten; 0 for a partition root
 * @param identity its replica identity: d(efault), i(ndex), f(ull) or n(othing)
 * @param columns the published columns, in order
 * @param key the {@code attnum}s of the key columns, in index order
 * @param last the highest {@code attnum} that the table has given so far, to columns that are not published or were
 *     dropped as well; 0 if that is not known
 * @param partitions the marks of a root's partitions by their oids; null for other tables, and if nobody has noted them
 */
public record TableShape(
        long oid,
        long storage,
        char identity,
        List<Column> columns,
        List<Integer> key,
        int last,
        Map<Long, Partition.Mark> partitions) {
    /** An encoded text never has this. */
    private static final String EMPTY = "''";
    /** Stands in a column's text where others say whether they have a default. */
    private static final String GENERATED = "generated";

    /** A table whose partitions, if it has any, are not known. */
    public TableShape(long oid, long storage, char identity, List<Column> columns, List<Integer> key, int last) {
        this(oid, storage, identity, columns, key, last, null);
    }

    /** Returns the same shape with other partitions. */
    public TableShape with(Map<Long, Partition.Mark> marks) {
        return new TableShape(oid, storage, identity, columns, key, last, marks);
    }

    /**
     * A published column.
     *
     * @param number its {@code attnum}, which a rename does not change
     * @param type its type as {@code format_type} prints it
     * @param typeOid the oid of its type
     * @param modifier its {@code atttypmod}: length, precision or scale
     * @param hasDefault whether it has a default now, or is generated
     * @param generated whether it is generated
     * @param missing the value that rows older than the column have in it, if the catalogue records it; null otherwise
     * @param labels what the texts of its values are made of, a line each: the oid and name of each value of an enum type, the
     *     attributes of a composite type; null for other types
     * @param required whether it is NOT NULL; null if an earlier version of the program has not noted it
     */
    public record Column(
            int number,
            String name,
            String type,
            long typeOid,
            int modifier,
            boolean hasDefault,
            boolean generated,
            String missing,
            String labels,
            Boolean required) {

        /** Whether values that were printed with the same labels may print otherwise now: more labels change none. */
        boolean isRelabelled(Column later) {
            return labels != null
                    && later.labels != null
                    && !later.labels.lines().toList().containsAll(labels.lines().toList());
        }

        /** Whether its values are those of an enum, or arrays of such. */
        public boolean isOfEnum() {
            // Attributes of a composite type are numbers alone.
            return labels != null && labels.contains(" ");
        }

        /** Returns the same column with another number. */
        Column numbered(int other) {
            return new Column(other, name, type, typeOid, modifier, hasDefault, generated, missing, labels, required);
        }

        /** Whether it may be NULL later, and could not be before. */
        boolean isFreed(Column later) {
            return Boolean.TRUE.equals(required) && Boolean.FALSE.equals(later.required);
        }

        /** Whether both have the same type, length, precision and scale. */
        boolean hasTypeOf(Column other) {
            return typeOid == other.typeOid && modifier == other.modifier;
        }
    }

    /** Returns the column names, in order. */
    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /** Returns the names of the key columns, in index order. */
    public List<String> keyNames() {
        return key.stream().map(number -> column(number).name()).toList();
    }

    /** Returns the column with this {@code attnum}; null if there is none. */
    public Column column(int number) {
        return columns.stream()
                .filter(column -> column.number() == number)
                .findFirst()
                .orElse(null);
    }

    /** Returns the column of this name; null if there is none. */
    public Column column(String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Returns the names of the columns that are not generated, in order. */
    public List<String> namesOfPlain() {
        return columns.stream()
                .filter(column -> !column.generated())
                .map(Column::name)
                .toList();
    }

    /** Returns the shape as text, one line for the table and one per column; {@link #parse} reads it. */
    public String toText() {
        StringBuilder text = new StringBuilder(oid + " " + storage + " " + identity + " "
                + key.stream().map(String::valueOf).collect(Collectors.joining(",")) + " " + last);
        if (partitions != null) {
            text.append(' ');
            partitions.forEach((id, mark) -> text.append(id)
                    .append(':')
                    .append(mark.storage())
                    .append(':')
                    .append(mark.attached())
                    .append(','));
        }
        for (Column column : columns) {
            text.append('\n')
                    .append(column.number())
                    .append(' ')
                    .append(column.typeOid())
                    .append(' ')
                    .append(column.modifier())
                    .append(' ')
                    .append(column.generated() ? GENERATED : column.hasDefault())
                    .append(' ')
                    .append(encode(column.type()))
                    .append(' ')
                    .append(encode(column.name()))
                    .append(' ')
                    .append(encode(column.missing()))
                    .append(' ')
                    .append(encode(column.labels()))
                    .append(' ')
                    .append(encode(
                            column.required() == null ? null : column.required().toString()));
        }
        return text.toString();
    }

    /** Parses the text that {@link #toText()} returns. */
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
                    parts[3].equals(GENERATED) || Boolean.parseBoolean(parts[3]),
                    parts[3].equals(GENERATED),
                    decode(parts, 6),
                    decode(parts, 7),
                    decode(parts, 8) == null ? null : Boolean.valueOf(decode(parts, 8))));
        }
        List<Integer> key = head[3].isEmpty()
                ? List.of()
                : Arrays.stream(head[3].split(",", -1)).map(Integer::valueOf).toList();
        // Older programs did not note the highest number.
        boolean isLastKnown = head.length > 4 && head[4].matches("\\d+");
        return new TableShape(
                Long.parseLong(head[0]),
                Long.parseLong(head[1]),
                head[2].charAt(0),
                columns,
                key,
                isLastKnown ? Integer.parseInt(head[4]) : 0,
                partitions(head, isLastKnown ? 5 : 4));
    }

    private static Map<Long, Partition.Mark> partitions(String[] head, int position) {
        if (head.length <= position) {
            return null;
        }
        Map<Long, Partition.Mark> marks = new TreeMap<>();
        for (String mark : head[position].split(",", 0)) {
            String[] parts = mark.split(":", -1);
            if (parts.length == 3) {
                marks.put(
                        Long.valueOf(parts[0]), new Partition.Mark(Long.parseLong(parts[1]), Long.parseLong(parts[2])));
            }
        }
        return marks;
    }

    /** Never blank, unless for null. */
    private static String encode(String text) {
        return text == null ? "" : text.isEmpty() ? EMPTY : URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String text) {
        return text.equals(EMPTY) ? "" : URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Returns a part that may be null, or left out by an earlier version. */
    private static String decode(String[] parts, int index) {
        return parts.length <= index || parts[index].isEmpty() ? null : decode(parts[index]);
    }
}
