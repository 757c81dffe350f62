package io.adbpg.sync.precheck;

import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.precheck.Finding.Result;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/**
 * What a precheck has found.
 *
 * @param time when it was done
 */
public record PrecheckReport(Instant time, List<Finding> findings) {

    /** How many findings came to this. */
    public long count(Result result) {
        return findings.stream().filter(finding -> finding.result() == result).count();
    }

    /** The worst of all. */
    public Result result() {
        return findings.stream().map(Finding::result).max(Result::compareTo).orElse(Result.PASSED);
    }

    /** The findings of this result. */
    List<Finding> of(Result result) {
        return findings.stream().filter(finding -> finding.result() == result).toList();
    }

    /** All that a new job refuses to start with, in one; null if there is nothing. */
    Refusal refusal() {
        Map<String, Refusal> refusals = new LinkedHashMap<>();
        for (Finding finding : findings) {
            if (finding.refusal() != null) {
                refusals.putIfAbsent(finding.refusal().getMessage(), finding.refusal());
            }
        }
        if (refusals.size() < 2) {
            return refusals.values().stream().findFirst().orElse(null);
        }
        return new Refusal(refusals.keySet().stream().collect(Collectors.joining("; ")));
    }

    /** As the status API and {@code precheck --json} give it. */
    public JsonObject toJson() {
        JsonArray items = new JsonArray();
        findings.forEach(finding -> items.add(finding.toJson()));
        JsonObject json = new JsonObject();
        json.put("time", time.toString());
        json.put("result", result().word());
        json.put("items", items);
        return json;
    }
}
