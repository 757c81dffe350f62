package io.adbpg.sync.operate;

import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * A check of Camel's whether the job does what it is there for. It is alive all the same, since it goes on by itself: to
 * start it anew would not help.
 */
abstract class Readiness extends AbstractHealthCheck {
    Readiness(String name) {
        super("adbpg-sync", name);
    }

    @Override
    public final boolean isLiveness() {
        return false;
    }
}
