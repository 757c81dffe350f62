package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.adbpg.sync.support.Http;
import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.MixedTraffic;
import io.adbpg.sync.support.Program;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several jobs are looked at by one command, and on one page. */
class JobsIT {
    @TempDir
    private Path folder;

    private final TestDatabase source = TestServers.newSource();
    private final TestDatabase target = TestServers.newTarget();
    private JobProcess job;

    @BeforeEach
    void startOneJobOfTwo() throws Exception {
        source.run("CREATE TABLE items (id int PRIMARY KEY)");
        target.run("CREATE TABLE items (id int PRIMARY KEY)");
        job = job("running", "running");
        job("stopped", "stopped").close();
        job.start();
        job.awaitThat(
                "the job syncs",
                () -> job.output().contains(": syncing") && Files.exists(folder.resolve("running/running.properties")));
    }

    private JobProcess job(String name, String place) throws Exception {
        return JobProcess.in(
                Files.createDirectory(folder.resolve(place)),
                MixedTraffic.route("items"),
                source,
                target,
                Map.of("source.capture", "pgoutput", "sync.job", name));
    }

    @AfterEach
    void stopJob() {
        job.close();
        source.drop();
        target.drop();
    }

    private Program.Result jobs(String... places) throws Exception {
        return new Program(folder)
                .run(Stream.concat(Stream.of("jobs"), Stream.of(places)).toList());
    }

    @Test
    void eachJobIsToldWithWhatItDoesOrThatItGivesNoAnswer() throws Exception {
        // given
        Program.Result json = jobs("running", "--json");
        String address = ((JsonObject)
                        ((JsonObject) ((JsonObject) Jsoner.deserialize(json.out())).get("status")).get("listens"))
                .getString("commands");

        // when
        Program.Result below = jobs();
        Program.Result byAddress = jobs(address);
        Program.Result wrong = jobs("nowhere");

        // then
        assertThat(json.exitStatus()).isZero();
        assertThat(below.exitStatus()).isEqualTo(1);
        assertThat(below.out())
                .containsPattern("JOB +STATE +PLACE +DELAY +CHANGES\n")
                .containsPattern("running +syncing +" + Pattern.quote(folder.toRealPath() + "/running") + " +[-\\d]")
                .containsPattern("stopped +no answer +" + Pattern.quote(folder.toRealPath() + "/stopped") + " +- +-\n")
                .contains("/stopped: no job runs in " + folder.toRealPath() + "/stopped");
        assertThat(byAddress.exitStatus()).as(byAddress.out()).isZero();
        assertThat(byAddress.out()).containsPattern("running +syncing +" + Pattern.quote(address));
        assertThat(wrong.exitStatus()).isEqualTo(2);
        assertThat(wrong.err()).contains("nowhere is neither a folder with application.properties nor an address");
    }

    @Test
    void remedyFitsWhatHasNamedTheAddress() throws Exception {
        // given
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.start();
        String stranger = "http://127.0.0.1:" + other.getAddress().getPort();

        // when
        Program.Result nobody = jobs("http://127.0.0.1:1");
        Program.Result another = jobs(stranger);
        other.stop(0);
        job.freeze(true);
        Program.Result frozen = jobs("running");
        job.freeze(false);

        // then
        assertThat(nobody.out()).contains("no job answers at http://127.0.0.1:1: start it, or correct the address\n");
        assertThat(another.out())
                .contains("what answers at " + stranger
                        + " is not a job of this version, HTTP status 404: correct the address\n");
        assertThat(frozen.out())
                .containsPattern("running: no job answers at http://127.0.0.1:\\d+: its process runs; see its log\n");
    }

    @Test
    void pageShowsThemToThisMachineAlone() throws Exception {
        // given
        Process page = new Program(folder).start(List.of("jobs", "--serve", "0"));
        try {
            Pattern told = Pattern.compile("shown at (http://127\\.0\\.0\\.1:\\d+/)");
            job.awaitThat("the page is served", () -> told.matcher(Files.readString(folder.resolve("out.txt")))
                    .find());
            Matcher address = told.matcher(Files.readString(folder.resolve("out.txt")));
            assertThat(address.find()).isTrue();
            Http http = new Http(URI.create(address.group(1)).getPort());

            // when
            Http.Answer english = http.send("GET", "/");
            Http.Answer chinese = http.send("GET", "/", "Accept-Language: zh-CN,zh;q=0.9");
            Http.Answer style = http.send("GET", "/status.css");
            Http.Answer stranger = http.sendTo("evil.example.com", "GET", "/");
            Http.Answer action = http.send("POST", "/", "Content-Length: 0");

            // then
            assertThat(english.status()).isEqualTo(200);
            assertThat(english.head()).contains("default-src 'none'").doesNotContain("Access-Control");
            assertThat(english.body())
                    .contains("running", "data-state=\"syncing\">syncing<", ">no answer<")
                    .doesNotContain("<script");
            assertThat(chinese.body()).contains("增量同步", "无响应");
            assertThat(style.body()).contains(".badge");
            assertThat(stranger.status()).isEqualTo(403);
            assertThat(stranger.body()).doesNotContain("running");
            assertThat(action.status()).isEqualTo(405);
        } finally {
            page.destroyForcibly().onExit().join();
        }
    }
}
