package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.support.HeldStep;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.spi.RouteController;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A batch takes longer than Camel waits for it when somebody suspends, stops or restarts the capture's route, as by JMX. */
@ParameterizedClass(name = "by {0}")
@PublishedCaptures
class OutlastingBatchIT {
    private static final String TABLES =
            """
            - route:
                id: t
                from:
                  uri: direct:public.t
                  steps:
                    - bean: { beanType: io.adbpg.sync.support.HeldStep, method: pass }
                    - to: direct:t-apply
            - templatedRoute:
                routeId: t-apply
                routeTemplateRef: table
                parameters:
                  - { name: source, value: public.t }
                  - { name: from, value: t-apply }
                  - { name: target, value: public.t }
            """;

    @Parameter
    private Capture capture;

    @TempDir
    private Path folder;

    private final TestDatabase source = TestServers.newSource();
    private final TestDatabase target = TestServers.newTarget();

    @AfterEach
    void letGo() {
        HeldStep.hold(false);
        source.drop();
        target.drop();
    }

    /** What somebody does. */
    private enum Operation {
        SUSPEND_AND_RESUME,
        STOP_AND_START,
        SUSPEND_AND_RESUME_LATER;

        void run(RouteController routes, String id) throws Exception {
            switch (this) {
                case SUSPEND_AND_RESUME -> {
                    routes.suspendRoute(id);
                    routes.resumeRoute(id);
                }
                case STOP_AND_START -> {
                    routes.stopRoute(id);
                    routes.startRoute(id);
                }
                default -> {
                    routes.suspendRoute(id);
                    HeldStep.hold(false);
                    await().atMost(Duration.ofMinutes(1)).until(() -> HeldStep.held() == 0);
                    routes.resumeRoute(id);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void jobGoesOnWithOneSessionAtATime(Operation operation) throws Exception {
        // given
        String table = "CREATE TABLE t (id int PRIMARY KEY)";
        source.run(table);
        target.run(table);
        String tables =
                Files.writeString(folder.resolve("tables.camel.yaml"), TABLES).toString();
        try (RunningJob job = RunningJob.start(
                tables, source, target, Map.of("source.capture", capture.word(), "camel.main.shutdown-timeout", "4"))) {
            HeldStep.hold(true);
            source.run("INSERT INTO t VALUES (1)");
            await().atMost(Duration.ofMinutes(1)).until(() -> HeldStep.held() == 1);

            // when
            operation.run(job.context().getRouteController(), job.captureRoute());

            // then
            if (operation != Operation.SUSPEND_AND_RESUME_LATER) {
                job.awaitState(JobState.WAITING);
                assertThat(job.job().status().view().reason()).startsWith("a batch that was under way");
                assertThat(HeldStep.most()).isEqualTo(1);
                HeldStep.hold(false);
            }
            job.awaitState(JobState.SYNCING);
            source.run("INSERT INTO t VALUES (2)");
            job.awaitInStep();
            assertThat(target.rows("SELECT id FROM t ORDER BY id")).containsExactly("1", "2");
            assertThat(job.context()
                            .getRouteController()
                            .getRouteStatus(job.captureRoute())
                            .isStarted())
                    .isTrue();
        }
    }
}
