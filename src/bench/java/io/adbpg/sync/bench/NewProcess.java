package io.adbpg.sync.bench;

import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The job as a process that is started on its backlog, as after an outage: what it takes counts from its launch.
 *
 * @param launcher of an installed program; empty for the jar, with the JVM's own defaults
 */
record NewProcess(Capture capture, Optional<Path> launcher) implements Contestant {
    @Override
    public String name() {
        return "new process" + (launcher.isPresent() ? " by the launcher, " : ", ") + capture.word();
    }

    @Override
    public Run prepare(TestDatabase source, TestDatabase target, Workload workload) throws Exception {
        Path folder = Files.createTempDirectory("bench");
        JobProcess plain = JobProcess.in(
                        folder,
                        JobContestant.TABLES,
                        source,
                        target,
                        Map.of("source.capture", capture.word(), "camel.management.enabled", "true"))
                .withDefaultJvm();
        JobProcess job = launcher.map(plain::startedBy).orElse(plain);
        job.start();
        job.awaitThat("it has a position", job::knowsPosition);
        job.awaitInStep();
        job.terminate();
        return new Run() {
            @Override
            public void start() throws Exception {
                job.start();
            }

            @Override
            public boolean isDone(String lsn) {
                return target.look("SELECT lsn >= '" + lsn + "' FROM " + job.positionTable())
                        .equals("t");
            }

            @Override
            public Duration cpu() {
                return ProcessHandle.of(job.pid())
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElse(Duration.ZERO);
            }

            @Override
            public void end() throws Exception {
                job.terminate();
                job.close();
            }
        };
    }
}
