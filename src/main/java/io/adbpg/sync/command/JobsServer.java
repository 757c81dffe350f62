package io.adbpg.sync.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.operate.Access;
import io.adbpg.sync.operate.JobsPage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.CountDownLatch;

/**
 * Serves the page with several jobs to this machine. Only whoever starts it says which jobs are asked: no request can name another
 * address, none can have anything done, and the jobs need not let browsers in that show another's page.
 */
final class JobsServer {
    private static final int OK = 200;
    private static final int DENIED = 403;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;

    private final JobLooks looks;

    private JobsServer(JobLooks looks) {
        this.looks = looks;
    }

    /**
     * Serves it until the program is ended.
     *
     * @throws Refusal if the port can't be used
     */
    static void run(int port, JobLooks looks) throws InterruptedException {
        JobsServer page = new JobsServer(looks);
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            server.createContext("/", page::answer);
            server.start();
            System.out.println("the jobs are shown at http://127.0.0.1:"
                    + server.getAddress().getPort() + "/");
        } catch (IOException | IllegalArgumentException e) {
            throw Refusal.of(
                    "port {0} can't be used: {1}; give --serve another one, or 0",
                    Integer.toString(port), e.getMessage());
        }
        new CountDownLatch(1).await();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!Access.isLoopback(exchange.getRequestHeaders().getFirst("Host"))) {
                send(exchange, DENIED, "text/plain", "use a loopback address\n".getBytes(StandardCharsets.UTF_8));
            } else if (!exchange.getRequestMethod().equals("GET")) {
                send(exchange, NOT_ALLOWED, "text/plain", new byte[0]);
            } else {
                serve(exchange);
            }
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/" -> {
                JobsPage page = new JobsPage(exchange.getRequestHeaders().getFirst("Accept-Language"));
                String html = page.html(looks.now(), Instant.now(), ZoneId.systemDefault());
                send(exchange, OK, "text/html", html.getBytes(StandardCharsets.UTF_8));
            }
            case "/status.css" -> send(exchange, OK, "text/css", JobsPage.style());
            default -> send(exchange, NOT_FOUND, "text/plain", new byte[0]);
        }
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("Content-Security-Policy", JobsPage.POLICY);
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
