package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.operate.Monitor;
import io.adbpg.sync.operate.RouteReports;
import io.adbpg.sync.operate.StatusPage;
import io.adbpg.sync.operate.StatusReport;
import io.adbpg.sync.operate.TableReports;
import io.adbpg.sync.resume.CommitPosition;
import io.adbpg.sync.routes.RefusedEdit;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.JobMetrics;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.status.JobStatus;
import io.adbpg.sync.status.LoadProgress;
import io.adbpg.sync.status.SlotReading;
import io.adbpg.sync.status.SourceAlterations;
import io.adbpg.sync.status.StaleRows;
import io.adbpg.sync.status.TableStatus.State;
import io.adbpg.sync.support.Browser;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.vacuum.VacuumWatch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the status page shows a given status: a job that has given up, ordered tables, names of any length. */
class StatusPageViewIT {
    private static final String AWAY =
            "target gp-2zexample8f3k1m5n7.gpdb.rds.example.com:5432/warehouse: connection refused; the job tries again by itself";
    private static final TableName ORDERS = new TableName("shop", "orders");
    private static final TableName PRODUCTS = new TableName("shop", "products");
    private static final TableName LONG = new TableName(
            "reporting_for_the_whole_group", "a_name_that_takes_all_sixty_three_characters_that_are_allowed_1");

    private static Browser browser;
    private final CamelContext context = new DefaultCamelContext();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final JobStatus status = new JobStatus("shop");
    private final JobMetrics metrics = new JobMetrics(meters, Clock.systemUTC());
    private final SourceAlterations alterations = new SourceAlterations(Clock.systemUTC());
    private String log = "";
    private String quarantine = "";
    private long quarantined;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile RefusedEdit refused;

    @BeforeAll
    static void startBrowser() throws Exception {
        browser = Browser.start();
    }

    @AfterAll
    static void stopBrowser() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void servePage() throws Exception {
        Settings settings = Settings.read(RunningJob.settings(
                "shop", new TestDatabase("source", 5432, "shop"), new TestDatabase("target", 5432, "warehouse"))::get);
        CommitPosition position = new CommitPosition("shop", () -> {});
        Monitor monitor = new Monitor(
                settings, status, metrics, new SlotReading(), position, () -> quarantined, meters, Clock.systemUTC());
        StatusReport report = new StatusReport(
                settings,
                status,
                metrics,
                monitor,
                position,
                new TableReports(
                        context,
                        status,
                        metrics,
                        monitor,
                        new StaleRows(meters),
                        new VacuumWatch(context, settings, status, metrics, meters)),
                true,
                Optional::empty,
                () -> quarantined,
                new RouteReports(context, () -> Optional.ofNullable(refused), Clock.systemUTC()),
                alterations,
                Clock.systemUTC());
        StatusPage page = new StatusPage();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve("/", page::page);
        serve("/status.css", page::style);
        serve("/status.js", page::script);
        serve("/words.zh-CN.json", page::words);
        serve("/api/status", exchange -> exchange.getMessage().setBody(report.status()));
        serve("/api/history", exchange -> exchange.getMessage().setBody(report.history()));
        serve("/api/history/day", exchange -> exchange.getMessage().setBody(report.day()));
        serve("/api/log", exchange -> exchange.getMessage().setBody(log));
        serve("/api/quarantine", exchange -> exchange.getMessage().setBody(quarantine));
        for (String action : List.of("replay", "discard")) {
            String path = "/api/quarantine/" + action;
            serve(path, exchange -> {
                asked.add(path + "?" + exchange.getMessage().getHeader(Exchange.HTTP_QUERY));
                exchange.getMessage().setBody("done");
            });
        }
        serve("/api/verified", exchange -> exchange.getMessage().setBody(""));
        server.start();
        browser.resize(1280, 900);
    }

    private void serve(String path, Processor processor) {
        server.createContext(path, request -> {
            Exchange exchange = new DefaultExchange(context);
            exchange.getMessage()
                    .setHeader(Exchange.HTTP_QUERY, request.getRequestURI().getRawQuery());
            try {
                processor.process(exchange);
            } catch (Exception e) {
                throw new IOException(e);
            }
            exchange.getMessage().removeHeader(Exchange.HTTP_QUERY);
            exchange.getMessage().getHeaders().forEach((name, value) -> request.getResponseHeaders()
                    .set(name, value.toString()));
            byte[] body = exchange.getMessage().getBody() instanceof byte[] bytes
                    ? bytes
                    : exchange.getMessage().getBody(String.class).getBytes(StandardCharsets.UTF_8);
            request.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            request.getResponseBody().write(body);
            request.close();
        });
    }

    @AfterEach
    void nothingWasComplainedAbout() {
        List<String> complaints = browser.complaints();
        browser.open("about:blank");
        server.stop(0);
        assertThat(complaints).isEmpty();
    }

    private void open() {
        browser.open("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        browser.awaitText("#state", status.view().state().word());
    }

    private static LoadProgress quarterDone() {
        LoadProgress progress = new LoadProgress(4000, 0, Clock.systemUTC());
        progress.begin();
        progress.add(1000, 50_000);
        return progress;
    }

    /** Counts rows as applied. */
    private void count(TableName table, Operation operation, int rows) {
        meters.counter("adbpg.sync.changes", "table", table.toString(), "operation", operation.word())
                .increment(rows);
    }

    @Test
    void failedJobSaysWhyAndCanNeitherPauseNorResume() {
        // given
        status.enter(JobState.PRECHECKING, Message.NONE);
        status.fail(Refusal.of("source has no table shop.orders: create it, or take its entry out of routes/"));

        // when
        open();

        // then
        assertThat(browser.text("#state")).isEqualTo("failed");
        assertThat(browser.text("#reason")).contains("has no table shop.orders");
        assertThat(browser.text("#errors")).contains("has no table shop.orders");
        assertThat(browser.find("#pause").isEnabled()).isFalse();
        assertThat(browser.find("#resume").isEnabled()).isFalse();
        assertThat(browser.evaluate("document.title")).asString().startsWith("failed");
    }

    @Test
    void routeFilesThatAreNotWhatRunsAreTold() {
        // given
        status.enter(JobState.SYNCING, Message.NONE);
        refused = new RefusedEdit(
                Message.verbatim("routes/tables.camel.yaml, line 12: no such template"), Instant.now(), Map.of());

        // when
        open();

        // then
        browser.awaitText("#refused-routes", "tables.camel.yaml, line 12: no such template");
        refused = null;
        await().until(() -> browser.text("#refused-routes").isEmpty());
    }

    @Test
    void changesInQuarantineCanBeReplayedAndDiscarded() {
        // given
        status.enter(JobState.SYNCING, Message.NONE);
        quarantined = 120;
        quarantine =
                """
                {"id": 7, "table": "shop.orders", "operation": "update", "key": {"id": "17"}, "committedAt": null, "message": "too long"}
                {"id": 9, "table": "shop.items", "operation": "insert", "key": null, "committedAt": null, "message": "no such \\u003cb\\u003e"}""";
        open();

        // then
        browser.awaitText("#refused-list", "too long");
        assertThat(browser.texts("#refused-list li"))
                .satisfiesExactly(
                        one -> assertThat(one).contains("7", "shop.orders", "update of id=17", "too long"),
                        other -> assertThat(other).contains("9", "shop.items", "insert of a row", "no such <b>"));
        assertThat(browser.text("#refused-more")).startsWith("118 more");

        // when
        browser.click("#refused-list li:first-child button:first-child");
        browser.awaitText("#said", "done");
        browser.click("#refused-list li:last-child button:last-child");
        assertThat(browser.text("#confirm-text")).startsWith("Delete change 9 of table shop.items");
        browser.click("#confirm-no");
        browser.click("#discard");
        assertThat(browser.text("#confirm-text")).startsWith("Delete 120 changes");
        browser.click("#confirm-yes");

        // then
        await().untilAsserted(() -> assertThat(asked)
                .containsExactly("/api/quarantine/replay?changes=7", "/api/quarantine/discard?changes=all"));
    }

    @Test
    void logIsShownWhereSomebodyAsksForIt() {
        // given
        status.enter(JobState.SYNCING, Message.NONE);
        log =
                "{\"number\": 1, \"time\": \"2026-01-01T00:00:00.000Z\", \"level\": \"WARN\", \"message\": \"it is late\"}";
        open();

        // when
        browser.click("#log-title");

        // then
        browser.awaitText("#log-list", "WARN  it is late");
    }

    @ParameterizedTest(name = "dark: {0}")
    @ValueSource(booleans = {false, true})
    void badgesStandOutFromTheirGround(boolean isDark) {
        // given
        status.enter(JobState.SYNCING, Message.NONE);
        open();
        browser.dark(isDark);
        for (String state :
                List.of("syncing", "loading", "waiting", "failed", "refused", "paused", "stopped", "not compared")) {
            // when
            Object contrast = browser.evaluate(
                    """
                    (() => {
                      const node = document.createElement('span');
                      node.className = 'badge';
                      node.style.transition = 'none';
                      node.dataset.state = '%s';
                      document.body.append(node);
                      const part = value => { const c = value / 255; return c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4; };
                      const light = text => { const [r, g, b] = text.match(/[\\d.]+/g).map(Number).map(part); return .2126 * r + .7152 * g + .0722 * b; };
                      const style = getComputedStyle(node);
                      const both = [light(style.color), light(style.backgroundColor)].sort((a, b) => b - a);
                      node.remove();
                      return Math.round(100 * (both[0] + .05) / (both[1] + .05));
                    })()"""
                            .formatted(state));

            // then
            assertThat((Long) contrast).as(state).isGreaterThanOrEqualTo(450);
        }
        browser.dark(false);
    }

    @Test
    void tablesAreSortedByTheHeaderThatIsClicked() {
        // given
        status.enter(JobState.SYNCING, Message.NONE);
        status.table(LONG, State.SYNCING);
        status.table(ORDERS, State.SYNCING);
        status.table(PRODUCTS, State.WAITING, Message.verbatim("needs a column"), null);
        count(LONG, Operation.INSERT, 9);
        count(ORDERS, Operation.INSERT, 10);
        open();
        assertSorted("table", "ascending", LONG, ORDERS, PRODUCTS);

        // when
        browser.click("th[data-sort=insert] button");

        // then
        assertSorted("insert", "descending", ORDERS, LONG, PRODUCTS);

        // when: by keyboard alone
        browser.press("\n");

        // then
        assertSorted("insert", "ascending", PRODUCTS, LONG, ORDERS);

        // when
        browser.click("th[data-sort=state] button");

        // then
        assertSorted("state", "ascending", PRODUCTS, LONG, ORDERS);

        // when
        status.table(PRODUCTS, State.SYNCING);
        status.table(ORDERS, State.WAITING, Message.verbatim("needs a column"), null);

        // then
        assertSorted("state", "ascending", ORDERS, LONG, PRODUCTS);
    }

    private static void assertSorted(String column, String order, TableName... tables) {
        String names =
                String.join(",", List.of(tables).stream().map(Object::toString).toList());
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(browser.evaluate(
                        "[...document.querySelectorAll('tr[data-table]')].map(row => row.dataset.table).join()"))
                .isEqualTo(names));
        assertThat(browser.evaluate("[...document.querySelectorAll('th[aria-sort]:not([aria-sort=none])')]"
                        + ".map(header => header.dataset.sort + ' ' + header.getAttribute('aria-sort')).join()"))
                .isEqualTo(column + " " + order);
    }

    @Test
    void rowsStayWhereTheyAreWhileOneHasTheFocus() {
        // given
        status.enter(JobState.SYNCING, Message.NONE);
        status.table(ORDERS, State.SYNCING);
        status.table(PRODUCTS, State.SYNCING);
        count(ORDERS, Operation.INSERT, 10);
        open();
        browser.click("th[data-sort=insert] button");
        browser.evaluate("document.querySelector('tr[data-table=\"shop.orders\"] button').focus()");

        // when
        count(PRODUCTS, Operation.INSERT, 20);
        browser.awaitText("tr[data-table='shop.products'] td:nth-child(4)", "20");

        // then
        assertSorted("insert", "descending", ORDERS, PRODUCTS);

        // when
        browser.evaluate("document.activeElement.blur()");

        // then
        assertSorted("insert", "descending", PRODUCTS, ORDERS);
    }

    @ParameterizedTest(name = "{0} pixels, {1}")
    @CsvSource({"1280, en", "1280, zh", "390, en", "390, zh"})
    void nothingStandsOutAtTheSide(int width, String language) {
        // given
        status.enter(JobState.WAITING, Message.verbatim(AWAY + " " + "x".repeat(300)));
        status.table(ORDERS, State.LOADING, Message.NONE, quarterDone());
        status.table(
                LONG,
                State.WAITING,
                Message.verbatim("run on the target: ALTER TABLE " + LONG + " ADD COLUMN note text"),
                null);
        count(LONG, Operation.INSERT, 1_234_567_890);
        count(LONG, Operation.DELETE, 1_234_567_890);
        open();
        browser.evaluate("localStorage.setItem('adbpg-sync.language', '" + language + "')");

        // when
        browser.resize(width, 800);
        browser.open("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        browser.awaitText("tr[data-table='" + LONG + "'] .why", "ALTER TABLE");

        // then
        assertThat(browser.evaluate("innerWidth")).isEqualTo((long) width);
        assertThat(browser.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .isEqualTo(0L);
        assertThat(browser.evaluate(
                        "[...document.querySelectorAll('main *, header *')].filter(node => node.offsetParent"
                                + " && !node.matches('.unseen') && node.getBoundingClientRect().right > innerWidth + 1)"
                                + ".map(node => node.outerHTML).join('\\n')"))
                .isEqualTo("");
        browser.evaluate("localStorage.clear()");
    }
}
