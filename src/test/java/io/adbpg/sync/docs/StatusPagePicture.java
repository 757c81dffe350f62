package io.adbpg.sync.docs;

import static org.awaitility.Awaitility.await;

import io.adbpg.sync.support.Browser;
import io.adbpg.sync.support.Http;
import io.adbpg.sync.support.SilentPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.OutputType;

/**
 * Makes {@code src/docs/status-page.png} and its Chinese twin: starts the demo and photographs its status page once the
 * curves have filled up. Run by {@code mvn -Ppicture verify}, never by the tests. The Chinese one takes a font with Chinese
 * characters, such as Debian's {@code fonts-wqy-zenhei}.
 */
class StatusPagePicture {
    private static final Path PICTURE = Path.of("src/docs/status-page.png");
    private static final Path CHINESE_PICTURE = Path.of("src/docs/zh-CN/status-page.png");
    private static final int WIDTH = 1200;
    private static final int TALLEST = 1600;

    /** One a second. */
    private static final int ENOUGH_SAMPLES = 75;

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int LONGEST_STOP_SECONDS = 30;

    @TempDir
    Path folder;

    @Test
    void photographsTheDemo() throws Exception {
        int port = SilentPort.free();
        Process demo = startDemo(port);
        try (Browser browser = Browser.start()) {
            await().atMost(LIMIT).ignoreExceptions().until(() -> samples(port) >= ENOUGH_SAMPLES);

            String url = "http://127.0.0.1:" + port + "/";
            photograph(browser, url, "syncing", PICTURE);
            browser.evaluate("localStorage.setItem('adbpg-sync.language', 'zh')");
            photograph(browser, url, "增量同步", CHINESE_PICTURE);
        } finally {
            demo.destroy();
            if (!demo.waitFor(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
                demo.destroyForcibly();
            }
        }
    }

    private static void photograph(Browser browser, String url, String state, Path picture) throws IOException {
        browser.resize(WIDTH, TALLEST);
        browser.open(url);
        browser.awaitText("#state", state);
        browser.awaitText("tr[data-table='shop.orders']", "ods.orders");
        browser.resize(WIDTH, heightOfPage(browser));
        Files.createDirectories(picture.getParent());
        Files.write(picture, browser.find("html").getScreenshotAs(OutputType.BYTES));
    }

    private Process startDemo(int port) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dcamel.server.port=" + port,
                        "-Dcamel.management.port=" + SilentPort.free(),
                        "-jar",
                        "target/adbpg-sync.jar"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("demo.log").toFile())
                .start();
    }

    private static long samples(int port) throws IOException {
        return new Http(port).send("GET", "/api/history").body().split("\"time\"", -1).length - 1L;
    }

    private static int heightOfPage(Browser browser) {
        return ((Number) browser.evaluate("Math.ceil(document.body.getBoundingClientRect().bottom)")).intValue();
    }
}
