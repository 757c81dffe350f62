package io.adbpg.sync.support;

import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.opentest4j.TestAbortedException;

/** The machine's Chromium without a window, and with nothing remembered. */
public final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** Each look keeps the browser and its driver busy for some milliseconds. */
    private static final Duration POLL = Duration.ofMillis(150);

    private final ChromeDriver driver;
    private final Path profile;

    private Browser(ChromeDriver driver, Path profile) {
        this.driver = driver;
        this.profile = profile;
    }

    /**
     * Starts it.
     *
     * @throws TestAbortedException if the machine has none, and may do without
     */
    public static Browser start() throws IOException {
        if (!Files.isExecutable(CHROMIUM) || !Files.isExecutable(DRIVER)) {
            String message =
                    "the status page is not tested: install Debian's packages chromium and chromium-driver, for "
                            + CHROMIUM + " and " + DRIVER;
            if ("true".equals(System.getenv("CI"))) {
                fail(message);
            }
            throw new TestAbortedException(message);
        }
        Path profile = Files.createTempDirectory("adbpg-sync-browser");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                // Else it keeps pages that were left, and starts processes for those that may come.
                "--renderer-process-limit=1",
                "--disable-features=BackForwardCache,SpareRendererForSitePerProcess",
                "--lang=en",
                "--window-size=1400,900",
                "--user-data-dir=" + profile);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        // With both named, Selenium looks for nothing and gets nothing.
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build();
        return new Browser(new ChromeDriver(service, options), profile);
    }

    /** Opens a page. */
    public void open(String url) {
        driver.get(url);
    }

    /** Presses keys on what has the focus. */
    public void press(CharSequence keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** The texts that are shown there. */
    public List<String> texts(String css) {
        return driver.findElements(By.cssSelector(css)).stream()
                .map(WebElement::getText)
                .toList();
    }

    /** What is there. */
    public WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    /** The text that is shown there; blank if there is nothing. */
    public String text(String css) {
        try {
            List<WebElement> found = driver.findElements(By.cssSelector(css));
            return found.isEmpty() ? "" : found.get(0).getText();
        } catch (StaleElementReferenceException e) {
            return "";
        }
    }

    /** Waits until a text is shown there. */
    public void awaitText(String css, String part) {
        new WebDriverWait(driver, LIMIT, POLL)
                .withMessage(() -> css + " shows " + part + ", not: " + text(css))
                .until(any -> text(css).contains(part));
    }

    /** Waits until an expression of JavaScript holds. */
    public void await(String what, String expression) {
        new WebDriverWait(driver, LIMIT, POLL)
                .withMessage(what)
                .until(any -> Boolean.TRUE.equals(evaluate(expression)));
    }

    /** Clicks there as soon as that can be done. */
    public void click(String css) {
        new WebDriverWait(driver, LIMIT, POLL)
                .withMessage("a click on " + css)
                .until(any -> find(css).isDisplayed() && find(css).isEnabled());
        find(css).click();
    }

    /** The value of an expression of JavaScript. */
    public Object evaluate(String expression) {
        return driver.executeScript("return " + expression);
    }

    /**
     * What of the page is a barrier to somebody who sees little, or uses no mouse: what axe finds that is serious or critical.
     */
    public List<?> barriers() throws IOException {
        if (!Boolean.TRUE.equals(evaluate("'axe' in window"))) {
            try (InputStream axe = Browser.class.getResourceAsStream("/axe.min.js")) {
                driver.executeScript(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return (List<?>)
                evaluate(
                        """
                axe.run(document, { resultTypes: ['violations'] }).then(found => found.violations
                  .filter(violation => ['serious', 'critical'].includes(violation.impact))
                  .map(violation => violation.id + ': ' + violation.nodes.map(node => node.html + ' ' + node.failureSummary).join(' ')))""");
    }

    /** What was complained about since this was asked last. */
    public List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .toList();
    }

    /** Shows pages on a screen of this size. */
    public void resize(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Shows pages as somebody wants them who prefers dark ones, or light ones, and in which nothing moves. */
    public void dark(boolean isDark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", isDark ? "dark" : "light"),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    @Override
    public void close() throws IOException {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (UncheckedIOException e) {
            // The browser itself still takes away some.
        }
    }
}
