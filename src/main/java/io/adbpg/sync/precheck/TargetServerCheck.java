package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.Account;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.catalog.ReplicationRole;
import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.catalog.ServerSession;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.load.TableStates;
import io.adbpg.sync.load.TableStates.State;
import io.adbpg.sync.quarantine.Quarantine;
import io.adbpg.sync.resume.ControlSchema;
import io.adbpg.sync.resume.JobLock;
import io.adbpg.sync.resume.PositionTable;
import io.adbpg.sync.resume.PositionTable.StoredPosition;
import io.adbpg.sync.resume.PublicationMemory;
import io.adbpg.sync.settings.Settings;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;

/** Checks that the target server answers, which kernel it has, and that the job can have its control tables there. */
public final class TargetServerCheck {
    private static final String TARGET = "target";

    /** Adds its findings to the run. */
    public void check(@Body PrecheckRun run) {
        Database target = run.target();
        Server server = run.settings().target();
        boolean answers = run.connect(TARGET, () -> {
            Kernel kernel = Kernel.probe(target);
            run.kernel(kernel);
            return Message.of(
                    "{0}:{1}/{2} as {3}, {4}",
                    server.host(),
                    server.port(),
                    server.database(),
                    target.run("SELECT CAST(current_user AS text) AS account")
                            .get(0)
                            .get("account"),
                    kernel);
        });
        if (!answers) {
            return;
        }
        Encryption.check(run, target, server);
        Encodings.check(run);
        run.check("temporary tables", TARGET, Message.of("TEMPORARY on the database, for staging tables"), () -> {
            new Account(target).requireOnDatabase("TEMPORARY", Message.NONE);
            return Message.of("allowed");
        });
        if (run.settings().replicationRole() == ReplicationRole.REPLICA) {
            run.passed(
                    "replication role",
                    TARGET,
                    Message.of(
                            "replica: no foreign key is checked, and only triggers fire that are enabled as REPLICA or ALWAYS"));
        }
        run.check("other copy", TARGET, Message.NONE, () -> {
            ServerSession holder = JobLock.holder(target, run.settings().job());
            return holder == null
                    ? Message.of("the job does not run")
                    : Message.of("the job runs: {0} holds its lock", holder);
        });
        run.check(
                "control schema",
                TARGET,
                Message.of("a schema adbpg_sync that the job may use and create in"),
                () -> control(run));
        DeadRowsCheck.check(run);
    }

    private static Message control(PrecheckRun run) throws Exception {
        Settings settings = run.settings();
        TableStates states = new TableStates(settings.job(), run.target());
        ControlSchema control = new ControlSchema(run.target());
        String position = "position_" + settings.job();
        boolean isNew = !control.has(position) && !control.has(states.name());
        if (isNew) {
            run.job(StoredPosition.NOTHING, Map.of(), List.of());
        }
        control.requireRights(position, PositionTable.PRIVILEGES);
        control.requireRights(states.name(), TableStates.PRIVILEGES);
        String publication = PublicationMemory.table(settings.job());
        control.requireRights(publication, PublicationMemory.PRIVILEGES);
        if (settings.onError().quarantines()) {
            control.requireRights(Quarantine.table(settings.job()), Quarantine.PRIVILEGES);
        }
        StoredPosition held =
                control.has(position) ? PositionTable.find(settings.job(), run.target()) : StoredPosition.NOTHING;
        Map<TableName, State> found = control.has(states.name()) ? states.find() : Map.of();
        PublicationMemory memory = new PublicationMemory(run.target(), settings.job());
        run.job(held, found, control.has(publication) ? memory.read() : List.of());
        if (!control.exists()) {
            return Message.of("will be created");
        }
        return held.state() == PositionTable.State.KNOWN
                ? Message.of("holds position {0} of the job", Lsn.text(held.lsn()))
                : Message.of("adbpg_sync exists, and holds no position of the job yet");
    }
}
