package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.precheck.Finding.Result;
import io.adbpg.sync.status.JsonTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/**
 * The findings of one precheck.
 *
 * @param time when it ended
 * @param findings those of one subject together, in the order of the checks
 */
public record PrecheckReport(Instant time, List<Finding> findings) {

    /** How many findings have this result. */
    public long count(Result result) {
        return findings.stream().filter(finding -> finding.result() == result).count();
    }

    /** The worst result. */
    public Result result() {
        return findings.stream().map(Finding::result).max(Result::compareTo).orElse(Result.PASSED);
    }

    /** The findings with this result. */
    List<Finding> of(Result result) {
        return findings.stream().filter(finding -> finding.result() == result).toList();
    }

    /** What a new job refuses to start with, all that has failed in one; null if nothing has. */
    Refusal refusal() {
        return refusal(of(Result.FAILED));
    }

    /** What the load of a table is refused with: what has failed of the table itself, or of the whole job. */
    Refusal refusal(TableName table) {
        return refusal(of(Result.FAILED).stream()
                .filter(finding -> finding.isAbout(table) || finding.isAboutAll())
                .toList());
    }

    private static Refusal refusal(List<Finding> failed) {
        Map<Message, Refusal> refusals = new LinkedHashMap<>();
        for (Finding finding : failed) {
            Refusal refusal = finding.asRefusal();
            refusals.putIfAbsent(refusal.message(), refusal);
        }
        if (refusals.size() < 2) {
            return refusals.values().stream().findFirst().orElse(null);
        }
        return new Refusal(Message.all(refusals.keySet()));
    }

    /** The report as in {@code /api/status} and {@code precheck --json}. */
    public JsonObject toJson() {
        JsonArray items = new JsonArray();
        findings.forEach(finding -> items.add(finding.toJson()));
        JsonObject json = new JsonObject();
        json.put("time", JsonTime.of(time));
        json.put("result", result().word());
        json.put("items", items);
        return json;
    }
}
