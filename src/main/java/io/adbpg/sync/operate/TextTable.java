package io.adbpg.sync.operate;

import java.util.ArrayList;
import java.util.List;

/** A table in plain text whose columns are as wide as needed: words are aligned left, numbers right. */
final class TextTable {
    private final int words;
    private final List<List<String>> rows = new ArrayList<>();

    /** An empty table with these headings, first those of words, then those of numbers. */
    TextTable(List<String> words, List<String> numbers) {
        this.words = words.size();
        List<String> heading = new ArrayList<>(words);
        heading.addAll(numbers);
        rows.add(heading);
    }

    void add(List<String> row) {
        rows.add(row);
    }

    /** The lines, the heading first. */
    List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            String blanks = " ".repeat(width(column) - cell.length());
            line.append(column == 0 ? "" : "  ").append(column < words ? cell + blanks : blanks + cell);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
