package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.status.MessageJson;
import java.util.List;
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
        String check, String subject, Result result, Message found, Message needed, Message fix, Refusal refusal) {

    private static final String THERE = "; correct it there";
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
    static Finding passed(String check, String subject, Message found) {
        return new Finding(check, subject, Result.PASSED, found, Message.NONE, Message.NONE, null);
    }

    /** The job works, but not as well as it could, or not in all cases. */
    static Finding warning(String check, String subject, Message found, Message needed, String fix) {
        return new Finding(check, subject, Result.WARNING, found, needed, Message.verbatim(fix), null);
    }

    /** The job can't work. */
    static Finding failed(String check, String subject, Message found, Message needed, Message fix) {
        return new Finding(check, subject, Result.FAILED, found, needed, fix, null);
    }

    /** The job refuses to start. */
    static Finding refused(String check, String subject, Message needed, Refusal refusal) {
        List<Message> parts = parts(refusal);
        return new Finding(check, subject, Result.FAILED, parts.get(0), needed, parts.get(1), refusal);
    }

    /** Splits a refusal's message into what is wrong and what helps, which a colon separates. */
    private static List<Message> parts(Refusal refusal) {
        Message message = refusal.message();
        String text = message.toString();
        int end = text.lastIndexOf(": ");
        if (!refusal.fix().isBlank()) {
            int run = text.indexOf(": run ");
            int at = run >= 0 ? run : end;
            return List.of(message.split(at, at).get(0), Message.verbatim(refusal.fix()));
        }
        if (text.endsWith(THERE)) {
            int at = text.length() - THERE.length();
            return message.split(at, at + "; ".length());
        }
        return end < 0 ? List.of(message, Message.NONE) : message.split(end, end + ": ".length());
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
        Message about = subject.equals("source")
                ? Message.of("source: {0}", found)
                : subject.equals("target") ? Message.of("target: {0}", found) : found;
        if (needed.isBlank() && fix.isBlank()) {
            return new Refusal(about);
        }
        return new Refusal(
                        fix.isBlank()
                                ? Message.of("{0}; needed: {1}", about, needed)
                                : Message.of("{0}; needed: {1}: run {2}", about, needed, fix))
                .withFix(fix.toString());
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
        MessageJson.put(json, "found", found);
        MessageJson.put(json, "needed", needed);
        MessageJson.put(json, "fix", fix);
        return json;
    }
}
