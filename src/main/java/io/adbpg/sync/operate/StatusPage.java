package io.adbpg.sync.operate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** The status page: three files and the words of another language, which get everything else from the job alone. */
public final class StatusPage {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'";

    /** Answers with the page. */
    public void page(Exchange exchange) throws IOException {
        answer(exchange, "status.html", "text/html");
    }

    /** Answers with the style sheet. */
    public void style(Exchange exchange) throws IOException {
        answer(exchange, "status.css", "text/css");
    }

    /** Answers with the script. */
    public void script(Exchange exchange) throws IOException {
        answer(exchange, "status.js", "text/javascript");
    }

    /** Answers with what the page says in Chinese in the place of the program's messages. */
    public void words(Exchange exchange) {
        answer(exchange, Translation.json().getBytes(StandardCharsets.UTF_8), "application/json");
    }

    private static void answer(Exchange exchange, String file, String type) throws IOException {
        try (InputStream stream = StatusPage.class.getResourceAsStream(file)) {
            answer(exchange, stream.readAllBytes(), type);
        }
    }

    private static void answer(Exchange exchange, byte[] content, String type) {
        Message answer = exchange.getMessage();
        answer.setBody(content);
        answer.setHeader(Exchange.CONTENT_TYPE, type + "; charset=utf-8");
        answer.setHeader("Content-Security-Policy", POLICY);
        answer.setHeader("X-Content-Type-Options", "nosniff");
        answer.setHeader("Referrer-Policy", "no-referrer");
    }
}
