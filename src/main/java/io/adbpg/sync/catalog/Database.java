package io.adbpg.sync.catalog;

import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/**
 * Runs statements that are generated at run time, through Camel's {@code jdbc:} component; values are bound by name.
 */
public final class Database {
    private final String role;
    private final ProducerTemplate template;
    private final String endpoint;

    private Database(String role, ProducerTemplate template, String endpoint) {
        this.role = role;
        this.template = template;
        this.endpoint = endpoint;
    }

    /** The source; each statement is a transaction of its own. */
    public static Database source(ProducerTemplate template) {
        return new Database("source", template, "jdbc:source?useHeadersAsParameters=true");
    }

    /**
     * The source, through the data source of this name in the registry; each statement is a transaction of its own,
     * unless the data source has begun one.
     */
    public static Database source(ProducerTemplate template, String dataSource) {
        return new Database(
                "source", template, "jdbc:" + dataSource + "?useHeadersAsParameters=true&resetAutoCommit=false");
    }

    /** The target, on the connection of the calling thread; statements belong to its transaction. */
    public static Database target(ProducerTemplate template) {
        return new Database("target", template, "jdbc:target?useHeadersAsParameters=true&resetAutoCommit=false");
    }

    /** Returns which end this is: {@code source} or {@code target}. */
    public String role() {
        return role;
    }

    /** Returns the word for this end. */
    public Message word() {
        return role.equals("source") ? Message.of("source") : Message.of("target");
    }

    /**
     * Runs a statement.
     *
     * @param sql the statement, with values as {@code :?name}
     * @param values the values by name
     * @return the rows, as maps from column name to value; empty if the statement returns none
     * @throws Failed with the exception of the server or the driver
     */
    public List<Map<String, Object>> run(String sql, Map<String, Object> values) {
        // Without values, nothing is a parameter: a name may contain what looks like one.
        String uri = values.isEmpty() ? endpoint + "&allowNamedParameters=false" : endpoint;
        Exchange exchange = template.request(uri, request -> {
            request.getMessage().setBody(sql);
            request.getMessage().setHeaders(new HashMap<>(values));
        });
        if (exchange.getException() != null) {
            throw new Failed(role, exchange.getException());
        }
        @SuppressWarnings("unchecked")
        List<Map<String, Object>> rows = exchange.getMessage().getBody(List.class);
        return rows == null || !(exchange.getMessage().getBody() instanceof List) ? List.of() : rows;
    }

    /** Runs a statement without values. */
    public List<Map<String, Object>> run(String sql) {
        return run(sql, Map.of());
    }
}
