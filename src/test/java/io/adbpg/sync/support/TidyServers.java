package io.adbpg.sync.support;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Drops what the tests of a class have left on the servers that all share. */
public final class TidyServers implements TestExecutionListener {
    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (TimesListener.isClass(test)) {
            TestServers.dropLeft();
        }
    }
}
