package io.adbpg.sync.precheck;

import io.adbpg.sync.failure.Refusal;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.util.json.JsonObject;

/**
 * One thing that the precheck looked at.
 *
 * @param check what it was, such as {@code wal_level}
 * @param subject where: source, target, job, or the name of a source table
 * @param found what is there
 * @param needed what should be there; blank if that is what was found
 * @param fix the statement or setting that mends it; blank if there is nothing to mend
 * @param refusal what a new job refuses to start with for it; null if it starts all the same
 */
public record Finding(
        String check, String subject, Result result, String found, String needed, String fix, Refusal refusal) {

    /** What came of a check. */
    public enum Result {
        PASSED,
        WARNING,
        FAILED;

        /** The word that users see. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** All is well. */
    static Finding passed(String check, String subject, String found) {
        return new Finding(check, subject, Result.PASSED, found, "", "", null);
    }

    /** The job can work, but not as well as it might, or not in all cases. */
    static Finding warning(String check, String subject, String found, String needed, String fix) {
        return new Finding(check, subject, Result.WARNING, found, needed, fix, null);
    }

    /** The job can't work with it. */
    static Finding failed(String check, String subject, String found, String needed, String fix) {
        return new Finding(check, subject, Result.FAILED, found, needed, fix, null);
    }

    /** The job refuses to start with it. */
    static Finding refused(String check, String subject, String needed, Refusal refusal) {
        String[] parts = parts(refusal);
        return new Finding(check, subject, Result.FAILED, parts[0], needed, parts[1], refusal);
    }

    /** A refusal's message is what is wrong, a colon, and what helps. */
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

    /** One line for a log. */
    String line() {
        return subject + ", " + check + ": " + found + (needed.isBlank() ? "" : "; needed: " + needed)
                + (fix.isBlank() ? "" : "; fix: " + fix);
    }

    /** As the status API and {@code precheck --json} give it. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.putAll(Map.of("check", check, "subject", subject, "result", result.word()));
        json.putAll(Map.of("found", found, "needed", needed, "fix", fix));
        return json;
    }
}
