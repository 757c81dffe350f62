package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.routes.RefusedEdit;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.status.LoadProgress;
import io.adbpg.sync.status.SourceAlteration.Outcome;
import io.adbpg.sync.status.TableStatus.State;
import io.adbpg.sync.support.Browser;
import io.adbpg.sync.support.ServedPage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
    private ServedPage page;

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
        page = new ServedPage();
        browser.resize(1280, 900);
    }

    @AfterEach
    void nothingWasComplainedAbout() {
        List<String> complaints = browser.complaints();
        browser.open("about:blank");
        page.close();
        assertThat(complaints).isEmpty();
    }

    private void open() {
        browser.open(page.url());
        browser.awaitText("#state", page.status.view().state().word());
    }

    private static LoadProgress quarterDone() {
        LoadProgress progress = new LoadProgress(4000, 0, Clock.systemUTC());
        progress.begin();
        progress.add(1000, 50_000);
        return progress;
    }

    @Test
    void failedJobSaysWhyAndCanNeitherPauseNorResume() {
        // given
        page.status.enter(JobState.PRECHECKING, Message.NONE);
        page.status.fail(Refusal.of("source has no table shop.orders: create it, or take its entry out of routes/"));

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
        page.status.enter(JobState.SYNCING, Message.NONE);
        page.refuse(new RefusedEdit(
                Message.verbatim("routes/tables.camel.yaml, line 12: no such template"), Instant.now(), Map.of()));

        // when
        open();

        // then
        browser.awaitText("#refused-routes", "tables.camel.yaml, line 12: no such template");
        page.refuse(null);
        await().until(() -> browser.text("#refused-routes").isEmpty());
    }

    @Test
    void changesOfSourceTablesAreListed() {
        // given
        page.status.enter(JobState.SYNCING, Message.NONE);
        page.status.table(ORDERS, State.SYNCING);
        Message added = Message.of("column {0} added", "note");
        page.alterations.note(ORDERS, added, Outcome.WAITS, Message.of("run {0} on the target", "ALTER TABLE x"));

        // when
        open();

        // then
        browser.awaitText("#schema-changes", "run ALTER TABLE x on the target");
        assertThat(browser.text("#schema-changes")).contains("waits", "shop.orders", "column note added");
        assertThat(browser.text("tr[data-table='shop.orders'] td.behind")).isEqualTo("–");

        // when
        page.alterations.note(ORDERS, added, Outcome.TAKEN_OVER, Message.NONE);

        // then
        browser.awaitText("#schema-changes", "taken over");
        assertThat(browser.texts("#schema-changes li")).hasSize(1);
    }

    @Test
    void changesInQuarantineCanBeReplayedAndDiscarded() {
        // given
        page.status.enter(JobState.SYNCING, Message.NONE);
        page.quarantine(
                120,
                """
                {"id": 7, "table": "shop.orders", "operation": "update", "key": {"id": "17"}, "committedAt": null, "message": "too long"}
                {"id": 9, "table": "shop.items", "operation": "insert", "key": null, "committedAt": null, "message": "no such \\u003cb\\u003e"}""");
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
        await().untilAsserted(() -> assertThat(page.asked())
                .containsExactly("/api/quarantine/replay?changes=7", "/api/quarantine/discard?changes=all"));
    }

    @Test
    void logIsShownWhereSomebodyAsksForIt() {
        // given
        page.status.enter(JobState.SYNCING, Message.NONE);
        page.log(
                "{\"number\": 1, \"time\": \"2026-01-01T00:00:00.000Z\", \"level\": \"WARN\", \"message\": \"it is late\"}");
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
        page.status.enter(JobState.SYNCING, Message.NONE);
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
        page.status.enter(JobState.SYNCING, Message.NONE);
        page.status.table(LONG, State.SYNCING);
        page.status.table(ORDERS, State.SYNCING);
        page.status.table(PRODUCTS, State.WAITING, Message.verbatim("needs a column"), null);
        page.count(LONG, Operation.INSERT, 9);
        page.count(ORDERS, Operation.INSERT, 10);
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
        page.status.table(PRODUCTS, State.SYNCING);
        page.status.table(ORDERS, State.WAITING, Message.verbatim("needs a column"), null);

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
        page.status.enter(JobState.SYNCING, Message.NONE);
        page.status.table(ORDERS, State.SYNCING);
        page.status.table(PRODUCTS, State.SYNCING);
        page.count(ORDERS, Operation.INSERT, 10);
        open();
        browser.click("th[data-sort=insert] button");
        browser.evaluate("document.querySelector('tr[data-table=\"shop.orders\"] button').focus()");

        // when
        page.count(PRODUCTS, Operation.INSERT, 20);
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
        page.status.enter(JobState.WAITING, Message.verbatim(AWAY + " " + "x".repeat(300)));
        page.status.table(ORDERS, State.LOADING, Message.NONE, quarterDone());
        page.status.table(
                LONG,
                State.WAITING,
                Message.verbatim("run on the target: ALTER TABLE " + LONG + " ADD COLUMN note text"),
                null);
        page.count(LONG, Operation.INSERT, 1_234_567_890);
        page.count(LONG, Operation.DELETE, 1_234_567_890);
        open();
        browser.evaluate("localStorage.setItem('adbpg-sync.language', '" + language + "')");

        // when
        browser.resize(width, 800);
        browser.open(page.url());
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
