package io.adbpg.sync.chaos;

import io.adbpg.sync.support.FaultyLink;
import io.adbpg.sync.support.RestartableServer;
import io.adbpg.sync.support.TestDatabase;
import java.util.Optional;

/**
 * What is attacked.
 *
 * @param second another copy of the job, which is not to run
 * @param sourceLink the job's way to the source
 * @param tables the routes of the tables that stay
 * @param disk where the target has its tables, if it can be filled up
 */
record Scene(
        ChaosJob job,
        ChaosJob second,
        RestartableServer sourceServer,
        RestartableServer targetServer,
        TestDatabase source,
        TestDatabase target,
        FaultyLink sourceLink,
        FaultyLink targetLink,
        String tables,
        Optional<SmallDisk> disk) {
    /** For how long the source waits for a job that does not answer. */
    static final int PATIENCE_MILLIS = 8000;

    /** The routes of all tables. */
    String allTables() {
        return tables + RoughTraffic.COMING_ROUTE;
    }
}
