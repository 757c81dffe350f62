package io.adbpg.sync.apply;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * The component behind {@code copy:}: writes row groups to the target by COPY, in the transaction of the batch.
 *
 * <ul>
 *   <li>{@code copy:table?dataSource=#target} writes whole rows into the target table that the entry names.
 *   <li>{@code copy:ods.orders?dataSource=#target} writes them into this table, whose name stands as in SQL: into the
 *       columns that the entry names, or without an entry into those of the source's names.
 *   <li>{@code copy:staging?dataSource=#target} writes whole and partial rows into the staging table of the entry;
 *       {@code copy:staging?into=partial&dataSource=#target} the partial ones alone.
 * </ul>
 *
 * Camel finds it by its service file.
 */
public final class CopyComponent extends DefaultComponent {
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        CopyEndpoint endpoint = new CopyEndpoint(uri, this);
        setProperties(endpoint, parameters);
        endpoint.setPath(remaining);
        return endpoint;
    }
}
