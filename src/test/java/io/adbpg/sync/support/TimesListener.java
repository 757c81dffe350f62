package io.adbpg.sync.support;

import io.adbpg.sync.support.Phases.Phase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Writes down how long each test class took, and with what; {@link TestTimes} shows it. */
public final class TimesListener implements TestExecutionListener {
    private final List<String> lines = new ArrayList<>();
    private long begun;
    private long cpu;
    private int tests;

    @Override
    public void executionStarted(TestIdentifier test) {
        if (isClass(test)) {
            begun = System.nanoTime();
            cpu = CpuTime.ofProcessTree();
            tests = 0;
            Phases.take();
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest()) {
            tests++;
        }
        if (isClass(test)) {
            Map<Phase, Long> phases = Phases.take();
            StringBuilder line = new StringBuilder(test.getLegacyReportingName());
            line.append('\t').append(tests).append('\t').append(System.nanoTime() - begun);
            for (Phase phase : Phase.values()) {
                line.append('\t').append(phases.getOrDefault(phase, 0L));
            }
            line.append('\t').append(CpuTime.ofProcessTree() - cpu);
            lines.add(line.toString());
        }
    }

    static boolean isClass(TestIdentifier test) {
        return test.getParentId().isPresent()
                && test.getSource().filter(ClassSource.class::isInstance).isPresent()
                && test.getUniqueIdObject().getSegments().size() == 2;
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        if (lines.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(TestTimes.FOLDER);
            Files.write(
                    TestTimes.FOLDER.resolve(ProcessHandle.current().pid() + ".tsv"),
                    lines,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lines.clear();
    }
}
