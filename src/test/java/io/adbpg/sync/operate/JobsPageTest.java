package io.adbpg.sync.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;

class JobsPageTest {
    private static final Instant NOW = Instant.parse("2026-11-26T07:12:30Z");
    private static final String PAUSED =
            """
            {"job": "shop", "state": "paused", "reason": "paused by command", "delayMillis": 1234, "changesPerSecond": 424.0,
             "messages": {"reason": {"key": "paused by command", "arguments": []}}}
            """;

    private static List<JobLook> jobs() throws Exception {
        return List.of(
                JobLook.answered("http://10.0.0.5:8080", (JsonObject) Jsoner.deserialize(PAUSED)),
                JobLook.failed("/etc/<b>&\"x\"", "billing", "no job answers"));
    }

    private static String html(String language) throws Exception {
        return new JobsPage(language).html(jobs(), NOW, ZoneOffset.UTC);
    }

    @Test
    void whatJobsAndFoldersAreCalledIsTextAlone() throws Exception {
        assertThat(html(null))
                .contains("/etc/&lt;b&gt;&amp;&quot;x&quot;", "no job answers", "1,234 ms", "424.0/s", "as of 07:12:30")
                .doesNotContain("<b>");
    }

    @Test
    void jobThatGivesNoAnswerLooksLikeOneThatHasFailed() throws Exception {
        assertThat(html("en"))
                .contains("data-state=\"failed\">no answer<", "data-state=\"paused\">paused<")
                .contains("lang=\"en\"");
    }

    @Test
    void whatTheJobSaysIsChineseForWhoReadsThat() throws Exception {
        assertThat(html("zh-CN,zh;q=0.9"))
                .contains("lang=\"zh-CN\"", ">已暂停<", Translation.read().get("paused by command"))
                .doesNotContain(">paused by command<");
    }

    @Test
    void terminalShowsTheSame() throws Exception {
        assertThat(JobsText.of(jobs()).replace(System.lineSeparator(), "\n"))
                .isEqualTo(
                        """
                JOB      STATE      PLACE                    DELAY  CHANGES
                shop     paused     http://10.0.0.5:8080  1,234 ms  424.0/s
                billing  no answer  /etc/<b>&"x"                 -        -

                http://10.0.0.5:8080: paused by command
                /etc/<b>&"x": no job answers
                """);
    }

    @Test
    void jobsThatStandByAreFine() throws Exception {
        assertThat(JobLook.answered(
                                "here", (JsonObject) Jsoner.deserialize(PAUSED.replace("\"paused\"", "\"standby\"")))
                        .isFine())
                .isTrue();
        assertThat(jobs().get(1).isFine()).isFalse();
    }
}
