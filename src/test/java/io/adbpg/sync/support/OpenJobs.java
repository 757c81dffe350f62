package io.adbpg.sync.support;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionEvaluationListener;
import org.awaitility.core.EvaluatedCondition;
import org.awaitility.core.TimeoutEvent;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/** Prints how the jobs of a test stand when it has waited in vain by Awaitility: afterwards they are closed. */
public final class OpenJobs implements TestExecutionListener {
    private static final Map<Object, Supplier<String>> REPORTS = new ConcurrentHashMap<>();

    /** Notes a job that runs from now on. */
    static void add(Object job, Supplier<String> report) {
        REPORTS.put(job, report);
    }

    /** Forgets a job that ends. */
    static void remove(Object job) {
        REPORTS.remove(job);
    }

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        Awaitility.setDefaultConditionEvaluationListener(new ConditionEvaluationListener<Object>() {
            @Override
            public void conditionEvaluated(EvaluatedCondition<Object> condition) {
                // What it says is seen at the end.
            }

            @Override
            public void onTimeout(TimeoutEvent timeout) {
                System.out.println(timeout.getDescription());
                REPORTS.values().forEach(report -> System.out.println(report.get()));
            }
        });
    }
}
