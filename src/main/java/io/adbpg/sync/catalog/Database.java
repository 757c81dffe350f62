package io.adbpg.sync.catalog;

import io.adbpg.sync.failure.Causes;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Message;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/**
 * Runs statements that are generated at run time, each by one round trip: through Camel's {@code jdbc:} component, or, with values,
 * which are bound by name, through its {@code sql:} component.
 */
public final class Database {
    private static final Pattern PARAMETER = Pattern.compile(":\\?\\w+");

    private final String role;
    private final ProducerTemplate template;
    private final String dataSource;

    private Database(String role, ProducerTemplate template, String dataSource) {
        this.role = role;
        this.template = template;
        this.dataSource = dataSource;
    }

    /** The source; each statement is a transaction of its own. */
    public static Database source(ProducerTemplate template) {
        return source(template, "source");
    }

    /**
     * The source, through the data source of this name in the registry; each statement is a transaction of its own,
     * unless the data source has begun one.
     */
    public static Database source(ProducerTemplate template, String dataSource) {
        return new Database("source", template, dataSource);
    }

    /** The target, on the connection of the calling thread; statements belong to its transaction. */
    public static Database target(ProducerTemplate template) {
        return new Database("target", template, "target");
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
        Exchange exchange = template.request(endpoint(sql, values), request -> {
            request.getMessage().setBody(sql);
            request.getMessage().setHeaders(new HashMap<>(values));
        });
        if (exchange.getException() != null) {
            SQLException told = Causes.find(exchange.getException(), SQLException.class);
            throw new Failed(role, told == null ? exchange.getException() : told);
        }
        @SuppressWarnings("unchecked")
        List<Map<String, Object>> rows = exchange.getMessage().getBody(List.class);
        return rows == null || !(exchange.getMessage().getBody() instanceof List) ? List.of() : rows;
    }

    private String endpoint(String sql, Map<String, Object> values) {
        // Without values, nothing is a parameter: a name may contain what looks like one.
        return values.isEmpty()
                ? "jdbc:" + dataSource + "?resetAutoCommit=false"
                // With the number of parameters given, the server is not asked for it each time.
                : "sql:run?useMessageBodyForSql=true&usePlaceholder=false&dataSource=#" + dataSource
                        + "&parametersCount="
                        + PARAMETER.matcher(sql).results().count();
    }

    /** Runs a statement without values. */
    public List<Map<String, Object>> run(String sql) {
        return run(sql, Map.of());
    }
}
