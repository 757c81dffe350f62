package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/** Somebody locks a table of the target, against writers or all. */
public final class TargetTableLocked implements Fault {
    @Override
    public void strike(Scene scene, Random random) throws Exception {
        try (Connection connection = scene.target().connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET lock_timeout = '5s'");
            statement.execute("LOCK TABLE " + scene.table(random) + (random.nextBoolean() ? " IN SHARE MODE" : ""));
            Fault.pause(random.nextInt(8000));
        } catch (SQLException e) {
            // The server is away, or the job was first.
        }
    }
}
