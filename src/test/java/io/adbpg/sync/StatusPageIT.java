package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.support.Browser;
import io.adbpg.sync.support.Http;
import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.SilentPort;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The status page of a running job in a browser, and what its buttons do. */
class StatusPageIT {
    private static final String TOKEN = "open-sesame";
    private static final String HOSTILE = "<b>bold</b><script>alert(1)</script>";
    private static final String TABLES = MixedTraffic.route("items")
            + MixedTraffic.route("altered")
            + MixedTraffic.route("hostile").replace("public.hostile", "'public.\"" + HOSTILE + "\"'");
    private static final String DATA = "CREATE TABLE items (id int PRIMARY KEY, text text);"
            + "CREATE TABLE altered (id int PRIMARY KEY);"
            + "CREATE TABLE \"" + HOSTILE + "\" (id int PRIMARY KEY);";

    @TempDir
    private static Path folder;

    private static Browser browser;
    private static TestDatabase source;
    private static TestDatabase target;
    private static JobProcess job;
    private static Http http;

    @BeforeAll
    static void startJob() throws Exception {
        browser = Browser.start();
        source = TestServers.newSource();
        target = TestServers.newTarget();
        source.run(DATA + "INSERT INTO items SELECT n, 'text' FROM generate_series(1, 1234) AS n");
        target.run(DATA);
        job = JobProcess.in(
                folder,
                TABLES,
                source,
                target,
                Map.of(
                        "source.capture",
                        "pgoutput",
                        "sync.initial-load",
                        "copy",
                        "sync.http-token",
                        TOKEN,
                        // The same after a restart.
                        "camel.server.port",
                        Integer.toString(SilentPort.free())));
        job.start();
        job.awaitThat("the job syncs", () -> job.output().contains(": syncing"));
        http = job.http();
    }

    @AfterAll
    static void stopJob() throws Exception {
        if (browser != null) {
            browser.close();
            job.close();
            source.drop();
            target.drop();
        }
    }

    @BeforeEach
    void openPage() {
        browser.open("http://127.0.0.1:" + http.port() + "/");
        browser.awaitText("#state", "syncing");
    }

    @AfterEach
    void nothingWasComplainedAbout() {
        assertThat(browser.complaints()).isEmpty();
    }

    private static void giveToken() {
        browser.find("#token").sendKeys(TOKEN + "\n");
    }

    private static String row(String table) {
        return "tr[data-table='public." + table + "'] ";
    }

    @Test
    void countersMoveWhileTheJobSyncs() {
        // given
        browser.awaitText(row("items") + ".badge", "syncing");
        browser.awaitText(row("items") + "td:nth-child(3)", "1,234");
        int before =
                Integer.parseInt(browser.text(row("items") + "td:nth-child(4)").replace(",", ""));

        // when
        source.run("INSERT INTO items SELECT n, 'new' FROM generate_series(10001, 10321) AS n");

        // then
        browser.awaitText(row("items") + "td:nth-child(4)", Integer.toString(before + 321));
        assertThat(browser.text("#target")).isEqualTo("127.0.0.1:" + target.port() + "/" + target.name());
        assertThat(browser.text("#capture")).isEqualTo("pgoutput");
        assertThat(browser.text("#precheck-sum")).contains("0 failed");
        browser.awaitText("#delay-at", " ms");
        assertThat(browser.evaluate("document.querySelectorAll('svg .curve').length"))
                .isEqualTo(2L);
    }

    @Test
    void tableThatWaitsShowsWhatItNeeds() {
        // when
        source.run("ALTER TABLE altered ADD COLUMN note text; INSERT INTO altered VALUES (1, 'new')");

        // then
        browser.awaitText("#reason", "ALTER TABLE");
        browser.awaitText("#errors", "ALTER TABLE");
        assertThat(browser.text("#state")).isEqualTo("waiting");

        // when
        target.run("ALTER TABLE altered ADD COLUMN note text");

        // then
        browser.awaitText("#state", "syncing");
        browser.awaitText(row("altered") + "td:nth-child(4)", "1");
    }

    @Test
    void buttonsActOnceTheTokenIsGiven() {
        // given
        assertThat(browser.find("#pause").isEnabled()).isFalse();
        assertThat(browser.find(row("items") + "button").isEnabled()).isFalse();
        giveToken();

        // when
        browser.click("#pause");
        assertThat(browser.text("#confirm-text")).startsWith("Pause the job?");
        browser.click("#confirm-yes");

        // then
        browser.awaitText("#said", "the job is paused");
        browser.awaitText("#state", "paused");
        assertThat(browser.text("#reason")).isEqualTo("paused by command");

        // when
        browser.click("#resume");

        // then
        browser.awaitText("#state", "syncing");
        assertThat(browser.evaluate("Object.values(localStorage).join() + document.cookie"))
                .asString()
                .as("the token is in memory alone")
                .doesNotContain(TOKEN);
    }

    @Test
    void rowThatDiffersIsFoundAndMended() {
        // given
        giveToken();
        target.run("UPDATE items SET text = 'by hand' WHERE id = 17");

        // when
        browser.click(row("items") + "td.act button:first-child");

        // then
        browser.awaitText("#verified-sum", "1 tables: 1 different");
        browser.awaitText("#verified-list", "0 missing, 0 extra, 1 different");

        // when
        browser.click("#repair");
        browser.click("#confirm-yes");

        // then
        browser.awaitText("#verified-list", "repaired");
        assertThat(target.value("SELECT text FROM items WHERE id = 17")).isEqualTo("text");

        // when
        target.run("DELETE FROM items WHERE id = 18");
        browser.click(row("items") + "td.act button:last-child");
        browser.click("#confirm-yes");

        // then
        browser.awaitText("#said", "table public.items is being loaded again");
        job.awaitThat("the row is back", () -> target.value("SELECT count(*) FROM items WHERE id = 18")
                .equals("1"));
        browser.awaitText(row("items") + ".badge", "syncing");
    }

    @Test
    void namesAreTextWhateverTheyHold() {
        // given
        giveToken();

        // when
        browser.click("tr[data-table*='<script>'] td.act button:first-child");

        // then
        browser.awaitText("#verified-list", HOSTILE);
        browser.awaitText("#verified-list", "0 rows, equal");
        browser.awaitText("#tables", HOSTILE);
        assertThat(browser.evaluate("document.querySelectorAll('tbody script, tbody b b').length"))
                .isEqualTo(0L);
    }

    @Test
    void chineseIsRemembered() {
        // when
        browser.click("#language");
        browser.awaitText("#state", "增量同步");
        openChinese();

        // then
        assertThat(browser.text("main")).contains("同步延迟", "复制槽", "预检查", "最近错误");
        assertThat(browser.evaluate("document.documentElement.lang")).isEqualTo("zh-CN");
        browser.click("#language");
        browser.awaitText("#state", "syncing");
    }

    private static void openChinese() {
        browser.open("http://127.0.0.1:" + http.port() + "/");
        browser.awaitText("#state", "增量同步");
    }

    @Test
    void jobThatDoesNotAnswerIsSeenUntilItDoes() throws Exception {
        // given
        giveToken();
        job.awaitThat("buttons work", () -> browser.find("#pause").isEnabled());

        // when
        job.kill();

        // then
        browser.awaitText("#lost", "No answer since ");
        assertThat(browser.find("#pause").isEnabled()).isFalse();

        // when
        job.start();

        // then
        job.awaitThat("the page has recovered", () -> browser.text("#lost").isEmpty());
        browser.awaitText("#state", "syncing");
        assertThat(browser.find("#pause").isEnabled()).isTrue();
        assertThat(browser.complaints())
                .isNotEmpty()
                .allMatch(line -> line.contains("/api/") && line.contains(" - Failed to load resource: "));
    }

    @Test
    void pageMayAskNobodyButTheJob() throws Exception {
        // then
        for (String path : List.of("/", "/status.css", "/status.js", "/words.zh-CN.json")) {
            Http.Answer answer = http.send("GET", path);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.head())
                    .contains(
                            "default-src 'none'",
                            "script-src 'self'",
                            "frame-ancestors 'none'",
                            "X-Content-Type-Options: nosniff");
        }
        assertThat(http.sendTo("evil.example.com", "GET", "/").status()).isEqualTo(403);
        assertThat(browser.evaluate("performance.getEntriesByType('resource')"
                        + ".filter(entry => !entry.name.startsWith(location.origin)).length"))
                .isEqualTo(0L);
    }
}
