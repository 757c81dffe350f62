package io.adbpg.sync.operate;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Several jobs as a page, in English or Chinese. It is made anew for each request and asks for itself again every other second, so it
 * needs no script, and gets none.
 */
public final class JobsPage {
    /** The page may load its style sheet, and nothing else. */
    public static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    /** What no message of the program's has. */
    private static final Map<String, String> CHINESE = Map.ofEntries(
            Map.entry("Jobs", "任务"),
            Map.entry("Job", "任务"),
            Map.entry("State", "状态"),
            Map.entry("Place", "位置"),
            Map.entry("Delay", "同步延迟"),
            Map.entry("Changes", "变更速率"),
            Map.entry("as of", "截至"),
            Map.entry(JobLook.NO_ANSWER, "无响应"));

    private final boolean isChinese;
    private final Map<String, String> messages;

    /** @param language the header {@code Accept-Language} of whoever reads it; may be null */
    public JobsPage(String language) {
        this.isChinese = language != null && language.toLowerCase(Locale.ROOT).startsWith("zh");
        this.messages = isChinese ? Translation.read() : Map.of();
    }

    /** The style sheet of the page, which is that of the status page. */
    public static byte[] style() throws IOException {
        try (InputStream stream = JobsPage.class.getResourceAsStream("status.css")) {
            return stream.readAllBytes();
        }
    }

    /** The page, in HTML. */
    public String html(List<JobLook> jobs, Instant now, ZoneId zone) {
        StringBuilder rows = new StringBuilder();
        jobs.forEach(job -> rows.append(row(job)));
        return """
                <!DOCTYPE html>
                <html lang="%s">
                <head>
                  <meta charset="utf-8">
                  <meta name="viewport" content="width=device-width, initial-scale=1">
                  <meta name="color-scheme" content="light dark">
                  <meta http-equiv="refresh" content="2">
                  <title>adbpg-sync</title>
                  <link rel="icon" href="data:,">
                  <link rel="stylesheet" href="status.css">
                </head>
                <body>
                  <header><div class="bar"><h1>%s</h1><span class="quiet">%s %s</span></div></header>
                  <main><section><table>
                    <thead><tr><th scope="col">%s</th><th scope="col">%s</th><th scope="col">%s</th>\
                <th scope="col" class="number">%s</th><th scope="col" class="number">%s</th></tr></thead>
                    <tbody>
                %s    </tbody>
                  </table></section></main>
                </body>
                </html>
                """
                .formatted(
                        isChinese ? "zh-CN" : "en",
                        word("Jobs"),
                        word("as of"),
                        DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT)
                                .withZone(zone)
                                .format(now),
                        word("Job"),
                        word("State"),
                        word("Place"),
                        word("Delay"),
                        word("Changes"),
                        rows);
    }

    private String row(JobLook job) {
        // A job that gives no answer looks like one that has failed.
        String kind = job.status() == null ? "failed" : job.state();
        String reason = reason(job);
        return "      <tr><td class=\"name\">" + escaped(job.job())
                + "</td><td class=\"state\"><span class=\"badge\" data-state=\""
                + escaped(kind) + "\">" + escaped(word(job.state())) + "</span>"
                + (reason.isEmpty() ? "" : "<span class=\"why\">" + escaped(reason) + "</span>")
                + "</td><td class=\"name\">" + escaped(job.place()) + "</td><td class=\"number\">"
                + escaped(job.delay())
                + "</td><td class=\"number\">" + escaped(job.rate()) + "</td></tr>\n";
    }

    private String reason(JobLook job) {
        return isChinese && job.status() != null ? Translation.chinese(job.status(), "reason") : job.reason();
    }

    private String word(String english) {
        return isChinese ? CHINESE.getOrDefault(english, messages.getOrDefault(english, english)) : english;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
