package io.adbpg.sync.operate;

import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonObject;

/** Stands in for those of Camel's consoles that show beans and settings as they are, passwords among them. */
public final class SilentConsole extends AbstractDevConsole {
    private SilentConsole(String id) {
        super("camel", id, id, "Shows nothing: it would show passwords");
    }

    /** Takes the place of these consoles before anybody has asked for them. */
    public static void register(CamelContext context) {
        DevConsoleRegistry registry = DevConsoleRegistry.get(context);
        if (registry != null) {
            List.of("bean", "properties").forEach(id -> registry.register(new SilentConsole(id)));
        }
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        return "";
    }

    @Override
    protected JsonObject doCallJson(Map<String, Object> options) {
        return new JsonObject();
    }
}
