package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.catalog.ServerSession;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.Tls;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.routes.RefusedEdit;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.status.Diagnosis;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.status.LoadProgress;
import io.adbpg.sync.status.MessageJson;
import io.adbpg.sync.status.SourceAlteration.Outcome;
import io.adbpg.sync.status.TableStatus.State;
import io.adbpg.sync.support.Browser;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.ServedPage;
import io.adbpg.sync.support.TestDatabase;
import java.net.ConnectException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether everybody can read the status page, in each state of a job: in the dark, on a telephone, in Chinese, with a screen reader. */
class StatusPageReadersIT {
    private static final TableName ORDERS = new TableName("shop", "orders");
    private static final TableName ITEMS = new TableName("shop", "order_items");
    /** Words that follow each other as they do in an English sentence, and in no name, statement or setting. */
    private static final String ENGLISH = "/\\b[a-z]{2,} (?:[a-z]{2,} )?[a-z]{2,}\\b/";

    private static Browser browser;

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

    /** What a job does, or what has become of it. */
    enum Scene {
        PRECHECKING {
            @Override
            void play(ServedPage page) {
                page.status.enter(JobState.PRECHECKING, Message.of("{0} to {1}", server("source"), server("target")));
            }
        },
        LOADING {
            @Override
            void play(ServedPage page) {
                page.status.enter(JobState.LOADING, Message.NONE);
                LoadProgress progress = new LoadProgress(4000, 0, Clock.systemUTC());
                progress.begin();
                progress.add(1000, 50_000);
                page.status.table(ORDERS, State.LOADING, Message.NONE, progress);
            }
        },
        SYNCING {
            @Override
            void play(ServedPage page) {
                page.status.enter(JobState.SYNCING, Message.NONE);
                page.precheck(precheck());
                page.verified(verified());
            }
        },
        PAUSED {
            @Override
            void play(ServedPage page) {
                page.status.enter(JobState.PAUSED, Message.of("paused by command"));
            }
        },
        STANDBY {
            @Override
            void play(ServedPage page) {
                page.status.enter(
                        JobState.STANDBY,
                        Message.of(
                                "{0} of {1} runs the job; this copy takes over when it is gone",
                                new ServerSession(4711, null, "10.0.0.7", "2026-11-30 13:02:11+00"), server("target")));
            }
        },
        WAITING {
            @Override
            void play(ServedPage page) {
                page.status.enter(JobState.WAITING, outage());
                page.status.table(
                        ORDERS,
                        State.WAITING,
                        Message.of(
                                "target table {0} does not exist: create it as the precheck prints it, set"
                                        + " sync.create-tables=true, or correct its entry in routes/tables.camel.yaml",
                                ORDERS),
                        null);
                page.alterations.note(
                        ITEMS,
                        Message.of("column {0} added", "note"),
                        Outcome.WAITS,
                        Message.of("run {0} on the target", "ALTER TABLE shop.order_items ADD COLUMN note text"));
            }
        },
        FAILED {
            @Override
            void play(ServedPage page) {
                page.status.enter(JobState.PRECHECKING, Message.NONE);
                page.status.fail(Refusal.of(
                        "source table {0} does not exist: create it, or correct its entry in"
                                + " routes/tables.camel.yaml",
                        ORDERS));
            }
        },
        QUARANTINE {
            @Override
            void play(ServedPage page) {
                page.status.enter(JobState.SYNCING, Message.NONE);
                page.quarantine(
                        120,
                        "{\"id\": 7, \"table\": \"shop.orders\", \"operation\": \"update\", \"key\": {\"id\": \"17\"},"
                                + " \"committedAt\": null, \"message\": \"ERROR\"}");
            }
        },
        REFUSED_ROUTES {
            @Override
            void play(ServedPage page) {
                page.status.enter(JobState.SYNCING, Message.NONE);
                page.refuse(new RefusedEdit(
                        Message.of(
                                "{0}: {1}",
                                Message.of("{0}, line {1}", "routes/tables.camel.yaml", 12),
                                Message.of(
                                        "there is no template '{0}': set routeTemplateRef to one of {1}",
                                        "tabel", "table")),
                        Instant.now(),
                        Map.of()));
            }
        };

        abstract void play(ServedPage page);
    }

    private static Server server(String role) {
        return new Server(role, role + ".example.com", 5432, "shop", "sync", "", Tls.NONE);
    }

    private static Message outage() {
        SQLException refused =
                new SQLException("Connection refused", "08001", new ConnectException("Connection refused"));
        Settings settings = Settings.read(RunningJob.settings(
                "shop", new TestDatabase("source", 5432, "shop"), new TestDatabase("target", 5432, "warehouse"))::get);
        return Diagnosis.of(new Failed("target", refused), settings).message();
    }

    private static JsonObject precheck() {
        JsonArray items = new JsonArray();
        for (String result : List.of("failed", "warning", "passed")) {
            JsonObject item = new JsonObject();
            item.put("check", "foreign keys");
            item.put("subject", "target");
            item.put("result", result);
            MessageJson.put(
                    item,
                    "found",
                    Message.of(
                            "{0} is checked at commit",
                            Message.of("foreign key {0} of {1} to {2}", "f", ITEMS, ORDERS)));
            MessageJson.put(item, "needed", Message.of("the same index on the source, or none"));
            MessageJson.put(item, "fix", Message.verbatim("DROP INDEX shop.orders_at"));
            items.add(item);
        }
        JsonObject report = new JsonObject();
        report.put("time", "2026-11-26T07:00:00.000Z");
        report.put("result", "failed");
        report.put("items", items);
        return report;
    }

    private static String verified() {
        JsonObject report = new JsonObject();
        report.put("table", ORDERS.toString());
        report.put("result", "different");
        MessageJson.put(report, "line", Message.of("{0}: {1} rows, {2}", ORDERS, 1200, Message.of("different")));
        report.putAll(Map.of("missing", 1, "extra", 2, "different", 3, "repaired", false, "fine", false, "rows", 1200));
        JsonObject row = new JsonObject();
        row.putAll(Map.of("kind", "missing", "row", "id=17", "columns", new JsonArray()));
        report.put("differences", new JsonArray(List.of(row)));
        return report.toJson() + "\n{\"end\": false}";
    }

    @ParameterizedTest
    @EnumSource
    void nobodyIsShutOut(Scene scene) throws Exception {
        try (ServedPage page = new ServedPage()) {
            // given
            page.status.table(ORDERS, State.SYNCING);
            page.status.table(ITEMS, State.SYNCING);
            page.count(ITEMS, Operation.INSERT, 1_234_567);
            page.log(
                    "{\"number\": 1, \"time\": \"2026-01-01T00:00:00.000Z\", \"level\": \"WARN\", \"message\": \"late\"}");
            scene.play(page);

            // when
            List<String> barriers = new ArrayList<>();
            for (String language : List.of("en", "zh")) {
                browser.open(page.url());
                browser.evaluate("localStorage.setItem('adbpg-sync.language', '" + language + "')");
                browser.open(page.url());
                browser.awaitText("#since", language.equals("en") ? "since" : "自");
                browser.awaitText("#routes-sum", language.equals("en") ? "0 run" : "正在运行");
                browser.click("#log-title");
                browser.awaitText("#log-list", "late");
                if (language.equals("zh")) {
                    browser.await(
                            "the page has its words",
                            "patterns !== null && document.querySelector('#tables tbody tr') !== null");
                    assertThat((List<?>) browser.evaluate(english()))
                            .as("what is not Chinese")
                            .isEmpty();
                }
                for (int width : new int[] {390, 1280}) {
                    browser.resize(width, 900);
                    for (boolean isDark : new boolean[] {false, true}) {
                        browser.dark(isDark);
                        String where = language + " " + width + (isDark ? " dark " : " light ");
                        browser.barriers().forEach(barrier -> barriers.add(where + barrier));
                        assertThat(browser.evaluate(
                                        "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                                .as(where + "scrolls sideways")
                                .isEqualTo(0L);
                    }
                }
            }

            // then
            assertThat(barriers).isEmpty();
        } finally {
            browser.dark(false);
            browser.evaluate("localStorage.clear()");
            browser.open("about:blank");
        }
    }

    /** The texts that are shown and hold English sentences. */
    private static String english() {
        return """
                (() => {
                  const found = [];
                  // Without commands and statements, which are the same in every language.
                  const own = text => text.replace(/`[^`]*`|“[^”]*”/g, "").replace(/[A-Z]{3,} [^；，。]*/g, "");
                  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                    const parent = node.parentElement;
                    if (parent.checkVisibility() && !parent.closest('noscript, script, code, #log') && %s.test(own(node.textContent))) {
                      found.push(node.textContent);
                    }
                  }
                  return found;
                })()"""
                .formatted(ENGLISH);
    }
}
