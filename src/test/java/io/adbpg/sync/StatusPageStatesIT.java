package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.support.Browser;
import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.RestartableServer;
import io.adbpg.sync.support.StoppableServer.Stop;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The status page of a job that loads, waits, and gives up. */
class StatusPageStatesIT {
    private static final String BADGE = "tr[data-table='public.items'] .badge";

    @TempDir
    private Path folder;

    private final TestDatabase source = TestServers.newSource();

    @Test
    void loadThenWaitThenEndAreSeenOnScreensLargeAndSmall() throws Exception {
        source.run("CREATE TABLE items (id int PRIMARY KEY, text text);"
                + "INSERT INTO items SELECT n, 'text' FROM generate_series(1, 5000) AS n");
        try (Browser browser = Browser.start();
                RestartableServer server = RestartableServer.start(Map.of())) {
            TestDatabase target = server.database("target");
            target.run("CREATE TABLE items (id int PRIMARY KEY, text text)");
            Map<String, String> settings = Map.of("source.capture", "pgoutput", "sync.initial-load", "copy");
            try (JobProcess job = JobProcess.in(folder, MixedTraffic.route("items"), source, target, settings)) {
                // when
                try (Connection connection = target.connect();
                        Statement statement = connection.createStatement()) {
                    connection.setAutoCommit(false);
                    statement.execute("LOCK TABLE items IN SHARE MODE");
                    job.start();
                    job.awaitThat("the table is loaded", () -> job.output().contains(": loading"));
                    browser.open("http://127.0.0.1:" + job.http().port() + "/");

                    // then
                    browser.awaitText("#state", "loading");
                    browser.awaitText(BADGE, "loading");
                    assertThat(browser.find("tr[data-table='public.items'] progress")
                                    .isDisplayed())
                            .isTrue();
                    assertFits(browser);
                }
                browser.awaitText("#state", "syncing");
                browser.awaitText(BADGE, "syncing");
                assertFits(browser);

                // when
                server.stop(Stop.IMMEDIATE);
                source.run("INSERT INTO items VALUES (0, 'nowhere to go')");

                // then
                browser.awaitText("#state", "waiting");
                browser.awaitText("#reason", "cannot reach target 127.0.0.1:" + target.port());
                browser.awaitText("#errors", "cannot reach target 127.0.0.1:" + target.port());
                assertFits(browser);

                // when
                server.startAgain();

                // then
                browser.awaitText("#state", "syncing");

                // when
                job.kill();

                // then
                browser.awaitText("#lost", "No answer since ");
                assertFits(browser);
            }
        } finally {
            source.drop();
        }
    }

    /** The page never needs to scroll sideways. */
    private static void assertFits(Browser browser) {
        for (int width : new int[] {390, 1280}) {
            browser.resize(width, 800);
            assertThat(browser.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                    .as("the page fits into " + width)
                    .isEqualTo(true);
        }
    }
}
