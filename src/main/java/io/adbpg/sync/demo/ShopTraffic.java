package io.adbpg.sync.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Customers who order and pay: up to 20 transactions per second on the demo's source. */
final class ShopTraffic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");

    private static final String ORDER =
            """
            WITH bought AS (
              INSERT INTO shop.orders (customer_id, status, amount)
              SELECT id, 'new', 0 FROM shop.customers ORDER BY random() LIMIT 3 RETURNING id)
            INSERT INTO shop.order_items (order_id, line, product_id, quantity)
            SELECT bought.id, line, 1 + floor(random() * 50), 1 + floor(random() * 5)
              FROM bought, generate_series(1, 4) AS line
            """;

    private static final List<String> OTHERS = List.of(
            "INSERT INTO shop.customers (name, email, internal) SELECT 'Customer ' || n, 'c' || n || '@example.com',"
                    + " n % 10 = 0 FROM (SELECT nextval('shop.customers_id_seq') AS n) AS next",
            "UPDATE shop.customers SET internal = NOT internal WHERE id = (SELECT id FROM shop.customers ORDER BY random()"
                    + " LIMIT 1)",
            "UPDATE shop.orders SET status = 'paid', amount = (SELECT sum(i.quantity * p.price) FROM shop.order_items i"
                    + " JOIN shop.products p ON p.id = i.product_id WHERE i.order_id = orders.id) WHERE status = 'new'",
            "UPDATE shop.orders SET status = 'shipped' WHERE id IN (SELECT id FROM shop.orders WHERE status = 'paid'"
                    + " LIMIT 10)",
            "UPDATE shop.products SET price = round((price * (0.9 + random() * 0.2))::numeric, 2) WHERE id = 1 +"
                    + " floor(random() * 50)",
            "DELETE FROM shop.orders WHERE id IN (SELECT id FROM shop.orders WHERE status = 'shipped' ORDER BY id LIMIT"
                    + " GREATEST(0, (SELECT count(*) - 50000 FROM shop.orders)))");

    private final EmbeddedServer source;
    private final Connection connection;
    private final Random random = new Random();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "demo traffic");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Starts at once.
     *
     * @param source gets the transactions
     */
    ShopTraffic(EmbeddedServer source) throws SQLException {
        this.source = source;
        this.connection = source.connect();
        connection.setAutoCommit(false);
        var unused = executor.scheduleWithFixedDelay(this::transaction, 50, 50, TimeUnit.MILLISECONDS);
    }

    private void transaction() {
        try (Statement statement = connection.createStatement()) {
            statement.execute(ORDER);
            statement.execute(OTHERS.get(random.nextInt(OTHERS.size())));
            connection.commit();
        } catch (SQLException e) {
            if (!executor.isShutdown()) {
                executor.shutdown();
                // Else there is nothing to write to, and somebody says so.
                if (source.isRunning()) {
                    LOG.warn("the demo's traffic has ended: {}", e.getMessage());
                }
            }
        }
    }

    @Override
    public void close() throws SQLException {
        executor.shutdownNow();
        connection.close();
    }
}
