package io.adbpg.sync.operate;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lays out several jobs for a terminal: a line for each, then why those wait that do. */
public final class JobsText {
    private JobsText() {}

    /** The whole text, in the order of the jobs. */
    public static String of(List<JobLook> jobs) {
        TextTable table = new TextTable(List.of("JOB", "STATE", "PLACE"), List.of("DELAY", "CHANGES"));
        for (JobLook job : jobs) {
            table.add(Stream.of(
                            job.job().isEmpty() ? StatusText.UNKNOWN : job.job(),
                            job.state(),
                            job.place(),
                            job.delay(),
                            job.rate())
                    .map(StatusText::printable)
                    .toList());
        }
        String reasons = jobs.stream()
                .filter(job -> !job.reason().isEmpty())
                .map(job -> StatusText.printable(job.place() + ": " + job.reason()) + System.lineSeparator())
                .collect(Collectors.joining());
        return table.lines().stream().map(line -> line + System.lineSeparator()).collect(Collectors.joining())
                + (reasons.isEmpty() ? "" : System.lineSeparator() + reasons);
    }
}
