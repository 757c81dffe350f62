package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Refusal;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.util.json.JsonObject;

/**
 * What one check of the precheck found.
 *
 * @param check the name of the check, such as {@code wal_level}
 * @param subject source, target, job, or the name of a source table
 * @param found what is there
 * @param needed what should be there; blank if nothing is wrong
 * @param fix the statement or setting that corrects it; blank if nothing is wrong or no statement can correct it
 * @param refusal the refusal that the opening of a session would end with; null if another part of the job would fail
 */
public record Finding(
        String check, String subject, Result result, String found, String needed, String fix, Refusal refusal) {

    private static final Set<String> ALL = Set.of("source", "target", "job");

    /** The result of a check, from best to worst. */
    public enum Result {
        PASSED,
        WARNING,
        FAILED;

        /** The word that users see. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Nothing is wrong. */
    static Finding passed(String check, String subject, String found) {
        return new Finding(check, subject, Result.PASSED, found, "", "", null);
    }

    /** The job works, but not as well as it could, or not in all cases. */
    static Finding warning(String check, String subject, String found, String needed, String fix) {
        return new Finding(check, subject, Result.WARNING, found, needed, fix, null);
    }

    /** The job can't work. */
    static Finding failed(String check, String subject, String found, String needed, String fix) {
        return new Finding(check, subject, Result.FAILED, found, needed, fix, null);
    }

    /** The job refuses to start. */
    static Finding refused(String check, String subject, String needed, Refusal refusal) {
        String[] parts = parts(refusal);
        return new Finding(check, subject, Result.FAILED, parts[0], needed, parts[1], refusal);
    }

    /** Splits a refusal's message into what is wrong and what helps, which a colon separates. */
    private static String[] parts(Refusal refusal) {
        String message = refusal.getMessage();
        if (!refusal.fix().isBlank()) {
            int end = message.indexOf(": run ");
            int other = message.lastIndexOf(": ");
            return new String[] {message.substring(0, end >= 0 ? end : other), refusal.fix()};
        }
        String there = "; correct it there";
        if (message.endsWith(there)) {
            return new String[] {message.substring(0, message.length() - there.length()), "correct it there"};
        }
        int end = message.lastIndexOf(": ");
        return end < 0
                ? new String[] {message, ""}
                : new String[] {message.substring(0, end), message.substring(end + 2)};
    }

    /** Whether it is about a table. */
    boolean isAbout(TableName table) {
        return subject.equals(table.toString());
    }

    /** Whether it is about an end, or the job, rather than a table. */
    boolean isAboutAll() {
        return ALL.contains(subject);
    }

    /** What the job refuses to start with because of it, if it has failed. */
    Refusal asRefusal() {
        if (refusal != null) {
            return refusal;
        }
        String about = isAboutAll() && !subject.equals("job") ? subject + ": " : "";
        return new Refusal(about
                        + found
                        + (fix.isBlank()
                                ? needed.isBlank() ? "" : "; needed: " + needed
                                : "; needed: " + needed + ": run " + fix))
                .withFix(fix);
    }

    /** Whether both say the same; their refusals are other objects each time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Finding finding && result == finding.result && line().equals(finding.line());
    }

    @Override
    public int hashCode() {
        return line().hashCode();
    }

    /** The finding on one line, for the log. */
    String line() {
        return subject + ", " + check + ": " + found + (needed.isBlank() ? "" : "; needed: " + needed)
                + (fix.isBlank() ? "" : "; fix: " + fix);
    }

    /** The finding as in {@code /api/status} and {@code precheck --json}. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.putAll(Map.of("check", check, "subject", subject, "result", result.word()));
        json.putAll(Map.of("found", found, "needed", needed, "fix", fix));
        return json;
    }
}
