package io.adbpg.sync.precheck;

import io.adbpg.sync.precheck.Finding.Result;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Lays out a precheck's report for a terminal: what failed, then warnings, then what passed if that is wanted. */
public final class ReportText {
    /** For {@code width}, where lines are not wrapped. */
    public static final int UNWRAPPED = Integer.MAX_VALUE;

    private static final int RESULT_WIDTH = 9;
    private static final String INDENT = "         ";
    private static final int LEAST_SUBJECT = 20;
    private static final int LEAST_TEXT = 30;

    private final PrecheckReport report;
    private final int width;

    /** @param width how many columns the terminal has */
    public ReportText(PrecheckReport report, int width) {
        this.report = report;
        this.width = width;
    }

    /**
     * Returns the lines with findings of these results, and a last one that counts all findings.
     *
     * @param results a finding that passed takes a line; others that tell the same of several tables are told once
     */
    public List<String> lines(Collection<Result> results) {
        List<String> lines = new ArrayList<>();
        for (Result result : List.of(Result.FAILED, Result.WARNING)) {
            if (results.contains(result)) {
                alike(report.of(result)).forEach(findings -> problem(lines, findings));
            }
        }
        if (results.contains(Result.PASSED)) {
            passed(lines, report.of(Result.PASSED));
        }
        lines.add("precheck: " + report.count(Result.PASSED) + " passed, " + count(Result.WARNING, "warning") + ", "
                + report.count(Result.FAILED) + " failed");
        return lines;
    }

    /** Groups the findings that differ in nothing but the tables that they name. */
    private static Collection<List<Finding>> alike(List<Finding> findings) {
        Map<String, List<Finding>> groups = new LinkedHashMap<>();
        findings.forEach(finding -> groups.computeIfAbsent(
                        finding.check() + "\n"
                                + general(finding, finding.found().toString()) + "\n"
                                + general(finding, finding.needed().toString()),
                        key -> new ArrayList<>())
                .add(finding));
        return groups.values();
    }

    /** Returns a text with three dots for the names of the finding's table, on either end. */
    private static String general(Finding finding, String text) {
        if (finding.isAboutAll()) {
            return text;
        }
        String table = finding.subject().substring(finding.subject().lastIndexOf('.') + 1);
        return text.replaceAll("(?<![\\w.\"])[\\w$\"]+\\." + Pattern.quote(table) + "(?![\\w$\"])", "…");
    }

    private void problem(List<String> lines, List<Finding> alike) {
        Finding first = alike.get(0);
        String head = pad(first.result().word(), RESULT_WIDTH);
        boolean isOne = alike.size() == 1;
        if (isOne) {
            lines.add(head + first.subject() + "  " + first.check());
        } else {
            lines.add(head + first.check() + " of " + alike.size() + " tables");
            detail(lines, "tables  ", alike.stream().map(Finding::subject).collect(Collectors.joining(", ")));
        }
        detail(
                lines,
                "found   ",
                isOne ? first.found().toString() : general(first, first.found().toString()));
        detail(
                lines,
                "needed  ",
                isOne
                        ? first.needed().toString()
                        : general(first, first.needed().toString()));
        String word = "fix     ";
        for (String fix : alike.stream()
                .map(finding -> finding.fix().toString())
                .distinct()
                .toList()) {
            if (!fix.isBlank()) {
                // Never wrapped, so that it can be copied.
                lines.add(INDENT + word + fix + (isOne ? "" : ";"));
                word = " ".repeat(word.length());
            }
        }
    }

    private void passed(List<String> lines, List<Finding> findings) {
        int checkWidth = longest(findings.stream().map(Finding::check).toList());
        int subjectWidth = Math.min(
                longest(findings.stream().map(Finding::subject).toList()),
                Math.max(LEAST_SUBJECT, width - RESULT_WIDTH - checkWidth - LEAST_TEXT));
        String indent = " ".repeat(RESULT_WIDTH + subjectWidth + checkWidth);
        for (Finding finding : findings) {
            String head = pad(finding.result().word(), RESULT_WIDTH) + pad(finding.subject(), subjectWidth);
            String start = head + pad(finding.check(), checkWidth);
            if (start.length() > indent.length()) {
                // A long name has a line of its own, rather than all texts a narrow column.
                lines.add(head.stripTrailing());
                start = " ".repeat(RESULT_WIDTH + subjectWidth) + pad(finding.check(), checkWidth);
            }
            wrap(lines, start, indent, finding.found().toString());
        }
    }

    private static int longest(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0) + 2;
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
