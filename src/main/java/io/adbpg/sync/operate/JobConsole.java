package io.adbpg.sync.operate;

import java.time.ZoneId;
import java.util.Map;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonObject;

/**
 * Shows in Camel's own tools what {@code /api/status} answers, as JSON, or as text as command {@code status} prints it. Camel
 * finds it by its service file.
 */
public final class JobConsole extends AbstractDevConsole {
    /** A console of the job whose context it will be in. */
    public JobConsole() {
        super("adbpg-sync", "job", "Job", "What the job does, and what becomes of its tables");
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        return new StatusText(doCallJson(options), ZoneId.systemDefault()).text();
    }

    @Override
    protected JsonObject doCallJson(Map<String, Object> options) {
        return CamelContextHelper.mandatoryFindSingleByType(getCamelContext(), StatusReport.class)
                .json();
    }
}
