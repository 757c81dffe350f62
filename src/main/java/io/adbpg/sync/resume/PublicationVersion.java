package io.adbpg.sync.resume;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which version of a publication the source's catalogue has. Any change gives another version, even one that was undone
 * since: the decoder reads the publication as it was when a row was written.
 *
 * @param oid the publication's own
 * @param row the transaction that last wrote its row ({@code xmin}): owner, operations, partitions, generated columns
 * @param tables the transactions that wrote its tables, with row filters and column lists; by the tables' oids
 * @param schemas the same for schemas that are published as a whole
 */
public record PublicationVersion(long oid, String row, Map<Long, String> tables, Map<Long, String> schemas) {
    private static final String PARTS = "\n";

    /** Whether a table has been published since another version without any change that concerns it. */
    public boolean publishesSince(PublicationVersion before, long table) {
        String member = tables.get(table);
        return oid == before.oid && row.equals(before.row) && member != null && member.equals(before.tables.get(table));
    }

    /**
     * Whether a transaction wrote all that is not as it was before.
     *
     * @param before null if the publication did not exist
     */
    boolean isWrittenBy(String transaction, PublicationVersion before) {
        boolean isSame = before != null && oid == before.oid;
        return isSameOrOwn(row, isSame ? before.row : null, transaction)
                && tables.entrySet().stream()
                        .allMatch(table -> isSameOrOwn(
                                table.getValue(), isSame ? before.tables.get(table.getKey()) : null, transaction))
                && schemas.isEmpty();
    }

    private static boolean isSameOrOwn(String now, String before, String own) {
        return now.equals(before) || now.equals(own);
    }

    /** Returns the version as text; {@link #parse} reads it. */
    public String toText() {
        return oid + " " + row + PARTS + text(tables) + PARTS + text(schemas);
    }

    private static String text(Map<Long, String> members) {
        return members.entrySet().stream()
                .map(member -> member.getKey() + ":" + member.getValue())
                .sorted()
                .collect(Collectors.joining(" "));
    }

    /** Parses the text that {@link #toText()} returns. */
    public static PublicationVersion parse(String text) {
        String[] parts = text.split(PARTS, -1);
        String[] own = parts[0].split(" ", -1);
        return new PublicationVersion(Long.parseLong(own[0]), own[1], members(parts[1]), members(parts[2]));
    }

    /** Parses members such as {@code 16385:734 16390:734}; blank for none. */
    static Map<Long, String> members(String text) {
        Map<Long, String> members = new TreeMap<>();
        if (!text.isBlank()) {
            Arrays.stream(text.split(" ", -1))
                    .map(member -> member.split(":", -1))
                    .forEach(member -> members.put(Long.valueOf(member[0]), member[1]));
        }
        return members;
    }
}
