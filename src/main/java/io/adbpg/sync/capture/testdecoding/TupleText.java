package io.adbpg.sync.capture.testdecoding;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.fold.RowBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where the columns of a row are in a message: for each its name and type, and its value. Can be read into again. */
final class TupleText {
    private static final int FEW = 16;

    /** What a value is. */
    enum Kind {
        /** Bytes as they are. */
        PLAIN,
        /** Bytes with doubled quotes. */
        DOUBLED,
        /** {@code true} or {@code false}, which the server prints as {@code t} or {@code f} elsewhere. */
        LOGICAL,
        NULL,
        /** A large value that was left alone, which the source did not send. */
        UNCHANGED
    }

    private static final byte[] COLON = {':'};
    private static final byte[] LETTERS = {'t', 'f'};

    private TextScanner scanner;
    private int count;
    private boolean isThere;
    private int[] starts = new int[FEW];
    private int[] headerEnds = new int[FEW];
    private int[] begins = new int[FEW];
    private int[] ends = new int[FEW];
    private Kind[] kinds = new Kind[FEW];
    private final byte[] spare = new byte[1 << 12];

    /**
     * Reads a row, up to the new one if this is the old one, or else to the end of the message.
     *
     * @param likely knows how the columns are likely to begin; null if nobody does
     */
    void read(TextScanner from, TextTable likely) {
        scanner = from;
        count = 0;
        isThere = !scanner.take(Words.NO_ROW);
        while (!scanner.isAtEnd() && !scanner.startsWith(Words.NEW)) {
            scanner.require(Words.BLANK);
            grow();
            starts[count] = scanner.at();
            byte[] header = likely == null ? null : likely.header(count);
            if (header == null || !scanner.take(header)) {
                scanner.skipIdentifier();
                scanner.skipType();
                // The blank of the word stands before a name.
                scanner.require(COLON);
            }
            headerEnds[count] = scanner.at();
            readValue();
            count++;
        }
        if (!isThere && count > 0) {
            throw scanner.unreadable(Message.of("a row where there is none"));
        }
    }

    private void grow() {
        if (count == starts.length) {
            int more = 2 * count;
            starts = Arrays.copyOf(starts, more);
            headerEnds = Arrays.copyOf(headerEnds, more);
            begins = Arrays.copyOf(begins, more);
            ends = Arrays.copyOf(ends, more);
            kinds = Arrays.copyOf(kinds, more);
        }
    }

    private void readValue() {
        byte[] bytes = scanner.bytes();
        int at = scanner.at();
        boolean isBits = at + 1 < scanner.end() && bytes[at] == 'B' && bytes[at + 1] == '\'';
        if (isBits) {
            scanner.moveTo(at + 1);
        }
        if (isBits || (at < scanner.end() && bytes[at] == '\'')) {
            begins[count] = scanner.at() + 1;
            kinds[count] = scanner.skipQuoted((byte) '\'') ? Kind.DOUBLED : Kind.PLAIN;
            ends[count] = scanner.at() - 1;
        } else {
            readWord(at);
        }
        if (!scanner.isAtEnd() && bytes[scanner.at()] != ' ') {
            throw scanner.unreadable(Message.of("something follows a value"));
        }
    }

    private void readWord(int from) {
        byte[] bytes = scanner.bytes();
        int to = from;
        while (to < scanner.end() && bytes[to] != ' ') {
            to++;
        }
        if (to == from) {
            throw scanner.unreadable(Message.of("a value is missing"));
        }
        begins[count] = from;
        ends[count] = to;
        kinds[count] = is(Words.NULL, from, to)
                ? Kind.NULL
                : is(Words.UNCHANGED, from, to)
                        ? Kind.UNCHANGED
                        : is(Words.TRUE, from, to) || is(Words.FALSE, from, to) ? Kind.LOGICAL : Kind.PLAIN;
        scanner.moveTo(to);
    }

    private boolean is(byte[] word, int from, int to) {
        return to - from == word.length && Arrays.equals(scanner.bytes(), from, to, word, 0, word.length);
    }

    /** Whether the message has a row here, if only one without values. */
    boolean isThere() {
        return isThere;
    }

    int count() {
        return count;
    }

    Kind kind(int column) {
        return kinds[column];
    }

    /** Whether a column begins so: its name and its type, with all that is around them. */
    boolean hasHeader(int column, byte[] header) {
        int from = starts[column];
        return headerEnds[column] - from == header.length
                && Arrays.equals(scanner.bytes(), from, headerEnds[column], header, 0, header.length);
    }

    /** Returns how a column begins: its name and its type, with all that is around them. */
    byte[] header(int column) {
        return Arrays.copyOfRange(scanner.bytes(), starts[column], headerEnds[column]);
    }

    /** Returns the names of the columns. */
    List<String> names() {
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            names.add(name(i));
        }
        return names;
    }

    /** Returns the name of a column. */
    String name(int column) {
        int at = scanner.at();
        scanner.moveTo(starts[column]);
        String name = scanner.identifier();
        scanner.moveTo(at);
        return name;
    }

    /** Adds a column's value, which is neither NULL nor unchanged, to a row. */
    void add(int column, RowBuilder row) {
        int begin = begins[column];
        int length = ends[column] - begin;
        switch (kinds[column]) {
            case PLAIN -> row.add(scanner.bytes(), begin, length);
            case LOGICAL -> row.add(LETTERS, is(Words.TRUE, begin, ends[column]) ? 0 : 1, 1);
            case DOUBLED -> {
                byte[] room = length <= spare.length ? spare : new byte[length];
                row.add(room, 0, undouble(begin, ends[column], room));
            }
            default -> throw new IllegalStateException("no value");
        }
    }

    private int undouble(int begin, int end, byte[] room) {
        byte[] bytes = scanner.bytes();
        int length = 0;
        for (int i = begin; i < end; i++) {
            room[length++] = bytes[i];
            if (bytes[i] == '\'') {
                i++;
            }
        }
        return length;
    }

    /** Returns how many bytes a row of the values takes at most. */
    int size(int columns) {
        int size = columns * Integer.BYTES;
        for (int i = 0; i < count; i++) {
            size += ends[i] - begins[i];
        }
        return size;
    }
}
