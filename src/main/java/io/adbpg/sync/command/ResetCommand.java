package io.adbpg.sync.command;

import io.adbpg.sync.catalog.Abilities;
import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.catalog.ServerSession;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.link.LinkGuard;
import io.adbpg.sync.load.ExportedSnapshot;
import io.adbpg.sync.resume.JobLock;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.settings.SettingsFile;
import io.adbpg.sync.status.Diagnosis;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code reset}: drops everything that a stopped job has on both ends except the rows, so that it can start over or is removed.
 *
 * <p>The slot goes first: a job that is started in between refuses to run, and the command can be repeated.
 */
@Command(
        name = "reset",
        mixinStandardHelpOptions = true,
        description = "Drops slot, publication and control tables of a job that does not run, so that it starts over.")
final class ResetCommand implements Callable<Integer> {
    @Option(
            names = "--reload",
            description = "Make the next start load all tables again, while readers of the target see the old rows.")
    private boolean reload;

    @Option(names = "--yes", description = "Do it; without this option, only say what would be done.")
    private boolean yes;

    private Settings settings;

    /** A statement, and what it does in words. */
    private record Step(String what, String sql) {}

    @Override
    public Integer call() {
        settings = Settings.read(SettingsFile.load(Path.of("application.properties")));
        if (settings.source().isEmbedded() || settings.target().isEmbedded()) {
            throw Refusal.of("the demo starts with new servers each time: there is nothing to reset");
        }
        try (JobLock lock = new JobLock(settings.target(), settings.job())) {
            run(lock, settings.source(), this::onSource);
            run(lock, settings.target(), this::onTarget);
        }
        System.out.println(
                yes
                        ? "job " + settings.job() + (reload ? ": its next start loads all tables again" : " is removed")
                        : "nothing was done: run it with --yes to do this");
        return yes ? 0 : Refusal.FAILED;
    }

    private void requireStopped(JobLock lock) {
        try {
            ServerSession holder = lock.tryAcquire();
            if (holder != null) {
                throw Refusal.of(
                        "job {0} runs: {1} of {2} holds its lock: stop the job first",
                        settings.job(), holder, settings.target());
            }
        } catch (Failed e) {
            throw Diagnosis.of(e, settings).refusal();
        }
    }

    /** Finds the steps for one end. */
    private interface Plan {
        List<Step> steps(Connection connection) throws SQLException;
    }

    /** Prints the steps of one end, and runs them with {@code --yes}, all in one transaction. */
    private void run(JobLock lock, Server server, Plan plan) {
        requireStopped(lock);
        LinkGuard guard = LinkGuard.start(server.watch(settings.job()));
        try (Connection connection = server.connect(settings.job())) {
            connection.setAutoCommit(false);
            for (Step step : plan.steps(connection)) {
                System.out.println(server.role() + ": " + step.what());
                if (yes) {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(step.sql());
                    }
                }
            }
            // A wait for a table's readers may have been long.
            requireStopped(lock);
            connection.commit();
        } catch (SQLException e) {
            throw Diagnosis.of(new Failed(server.role(), e), settings).refusal();
        } finally {
            guard.close();
        }
    }

    private List<Step> onSource(Connection source) throws SQLException {
        String slot = settings.slot();
        List<Step> steps = new ArrayList<>();
        requireUnread(source, slot);
        // A job that loads its tables uses another slot.
        for (String load : List.of(slot + "_load", ExportedSnapshot.kept(settings, "load"))) {
            requireUnread(source, load);
        }
        if (!find(source, "SELECT 1 FROM pg_replication_slots WHERE slot_name = ?", slot)
                .isEmpty()) {
            steps.add(new Step("drop slot " + slot, "SELECT pg_drop_replication_slot('" + slot + "')"));
        }
        for (String purpose : List.of("load", "verify")) {
            String kept = ExportedSnapshot.kept(settings, purpose);
            if (!find(source, "SELECT 1 FROM pg_replication_slots WHERE slot_name = ?", kept)
                    .isEmpty()) {
                steps.add(new Step("drop slot " + kept, "SELECT pg_drop_replication_slot('" + kept + "')"));
            }
        }
        boolean hasPublications = Abilities.hasPublications(source.getMetaData().getDatabaseMajorVersion() * 10_000);
        if (hasPublications
                && !find(source, "SELECT 1 FROM pg_publication WHERE pubname = ?", slot)
                        .isEmpty()) {
            steps.add(new Step("drop publication " + slot, "DROP PUBLICATION " + TableName.quote(slot)));
        }
        return steps;
    }

    private static void requireUnread(Connection source, String slot) throws SQLException {
        String query =
                "SELECT COALESCE(row_to_json(s)->>'active_pid', '?') FROM pg_replication_slots AS s WHERE active AND slot_name = ?";
        for (String reader : find(source, query, slot)) {
            throw Refusal.of("slot {0} is in use by process {1} of the source: stop the job first", slot, reader);
        }
    }

    private List<Step> onTarget(Connection target) throws SQLException {
        List<Step> steps = new ArrayList<>();
        for (String kind : List.of("position_", "tables_", "publication_", "quarantine_")) {
            String name = kind + settings.job();
            boolean isThere = !find(
                            target,
                            "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                                    + " WHERE n.nspname = 'adbpg_sync' AND c.relname = ?",
                            name)
                    .isEmpty();
            String table = new TableName("adbpg_sync", name).toSql();
            if (isThere && reload && kind.equals("tables_")) {
                steps.add(new Step(
                        "mark all tables to be loaded again; they keep their rows until then",
                        "UPDATE " + table + " SET phase = 'RELOAD', changed_at = clock_timestamp()"));
            } else if (isThere) {
                steps.add(new Step("drop table adbpg_sync." + name, "DROP TABLE " + table));
            }
        }
        return steps;
    }

    private static List<String> find(Connection connection, String sql, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                List<String> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
                return found;
            }
        }
    }
}
