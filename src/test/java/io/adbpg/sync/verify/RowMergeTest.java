package io.adbpg.sync.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.fold.RowBuilder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RowMergeTest {
    private final List<String> found = new ArrayList<>();

    /** A row by its key's number and its own. */
    private static NumberedRow row(long key, long number) {
        return NumberedRow.of(new RowBuilder()
                .add(Long.toString(key))
                .add(Long.toString(number))
                .build());
    }

    private static RowMerge.Rows rows(Stream<NumberedRow> rows) {
        Iterator<NumberedRow> iterator = rows.iterator();
        return () -> iterator.hasNext() ? iterator.next() : null;
    }

    private void merge(boolean isKeyed, Stream<NumberedRow> source, Stream<NumberedRow> target) throws Exception {
        new RowMerge(rows(source), rows(target), isKeyed, (ours, theirs) -> found.add(text(ours) + " " + text(theirs)))
                .run();
    }

    private static String text(NumberedRow row) {
        return row == null ? "-" : row.key() + ":" + row.number();
    }

    @Test
    void rowsThatBothEndsHaveAreNotReported() throws Exception {
        // when
        merge(true, Stream.of(row(-5, 1), row(7, 2)), Stream.of(row(-5, 1), row(7, 2)));

        // then
        assertThat(found).isEmpty();
    }

    @Test
    void rowsOfOneKeyAreReportedTogether() throws Exception {
        // when
        merge(
                true,
                Stream.of(row(-9, 4), row(1, 8), row(2, 0), row(3, 1)),
                Stream.of(row(1, -3), row(2, 0), row(4, 1)));

        // then
        assertThat(found).containsExactly("-9:4 -", "1:8 1:-3", "3:1 -", "- 4:1");
    }

    @Test
    void secondRowOfAKeyIsExtra() throws Exception {
        // when
        merge(true, Stream.of(row(1, 5)), Stream.of(row(1, 5), row(1, 6)));

        // then
        assertThat(found).containsExactly("- 1:6");
    }

    @Test
    void rowsWithoutKeyAreMatchedOneByOne() throws Exception {
        // when
        merge(false, Stream.of(row(1, 1), row(1, 1), row(1, 1), row(2, 2)), Stream.of(row(1, 1), row(3, 3)));

        // then
        assertThat(found).containsExactly("1:1 -", "1:1 -", "2:2 -", "- 3:3");
    }

    @Test
    void manyRowsOfOneKeyAreAllReported() throws Exception {
        // when
        merge(true, Stream.empty(), LongStream.range(0, 5000).mapToObj(number -> row(1, number)));

        // then
        assertThat(found).hasSize(5000).doesNotHaveDuplicates();
    }
}
