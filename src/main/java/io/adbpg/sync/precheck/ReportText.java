package io.adbpg.sync.precheck;

import io.adbpg.sync.precheck.Finding.Result;
import java.util.ArrayList;
import java.util.List;

/** Lays out a precheck's report for a terminal. */
public final class ReportText {
    private static final int RESULT_WIDTH = 9;
    private static final String INDENT = "         ";

    private final PrecheckReport report;
    private final int width;
    private final int subjectWidth;
    private final int checkWidth;

    /** @param width how many columns the terminal has */
    public ReportText(PrecheckReport report, int width) {
        this.report = report;
        this.width = width;
        this.subjectWidth =
                longest(report.findings().stream().map(Finding::subject).toList());
        this.checkWidth = longest(report.findings().stream().map(Finding::check).toList());
    }

    private static int longest(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0) + 2;
    }

    /** The lines; the last one counts the findings by result. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Finding finding : report.findings()) {
            String head = pad(finding.result().word(), RESULT_WIDTH) + pad(finding.subject(), subjectWidth);
            if (finding.result() == Result.PASSED) {
                String start = head + pad(finding.check(), checkWidth);
                wrap(lines, start, " ".repeat(start.length()), finding.found());
            } else {
                lines.add(head + finding.check());
                detail(lines, "found   ", finding.found());
                detail(lines, "needed  ", finding.needed());
                if (!finding.fix().isBlank()) {
                    // Never wrapped, so that it can be copied.
                    lines.add(INDENT + "fix     " + finding.fix());
                }
            }
        }
        lines.add("precheck: " + report.count(Result.PASSED) + " passed, " + count(Result.WARNING, "warning") + ", "
                + report.count(Result.FAILED) + " failed");
        return lines;
    }

    private String count(Result result, String word) {
        long count = report.count(result);
        return count + " " + word + (count == 1 ? "" : "s");
    }

    private void detail(List<String> lines, String word, String text) {
        if (!text.isBlank()) {
            wrap(lines, INDENT + word, " ".repeat(INDENT.length() + word.length()), text);
        }
    }

    /** Wraps a text between words at the terminal's width. */
    private void wrap(List<String> lines, String start, String indent, String text) {
        StringBuilder line = new StringBuilder(start);
        boolean isEmpty = true;
        for (String word : text.split(" ", -1)) {
            if (!isEmpty && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line = new StringBuilder(indent);
                isEmpty = true;
            }
            line.append(isEmpty ? "" : " ").append(word);
            isEmpty = false;
        }
        lines.add(line.toString());
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }
}
