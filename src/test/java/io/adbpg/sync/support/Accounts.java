package io.adbpg.sync.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Databases with the accounts of {@code src/docs/accounts}, the ones that {@code src/docs/servers.md} tells users to create, and with no
 * privileges for everybody else.
 *
 * @param job the job's name, which the names of the roles are made of
 */
public record Accounts(String job, TestDatabase source, TestDatabase target) {
    private static final Path FILES = Path.of("src/docs/accounts");

    /** The password of both accounts. */
    public static final String PASSWORD = "change-me";

    /**
     * Creates databases, runs the statements of a test in them, and creates the accounts.
     *
     * @param sourceTables creates tables in schema {@code app}, as its owner {@code app_owner}
     * @param targetTables creates schema {@code ods}
     */
    public static Accounts create(String sourceTables, String targetTables) throws IOException {
        Accounts accounts = new Accounts(RunningJob.newName(), TestServers.newSource(), TestServers.newTarget());
        accounts.closeToEverybody(accounts.source);
        accounts.closeToEverybody(accounts.target);
        accounts.runOnSource("CREATE ROLE app_owner; CREATE SCHEMA app AUTHORIZATION app_owner; SET ROLE app_owner; "
                + sourceTables + "; RESET ROLE");
        accounts.runOnSource(Files.readString(FILES.resolve("source.sql")));
        accounts.target.run(targetTables);
        accounts.runOnTarget(Files.readString(FILES.resolve("target.sql")));
        return accounts;
    }

    private void closeToEverybody(TestDatabase database) {
        database.run(
                "REVOKE ALL ON DATABASE " + database.name() + " FROM PUBLIC; REVOKE ALL ON SCHEMA public FROM PUBLIC");
    }

    /** Runs statements as the source's superuser, with the names of {@code source.sql}. */
    public void runOnSource(String sql) {
        source.run(inSource(sql));
    }

    /** Runs statements as the target's superuser, with the names of {@code target.sql}. */
    public void runOnTarget(String sql) {
        target.run(inTarget(sql));
    }

    /** A text with the names of {@code source.sql}, with those of this test. */
    public String inSource(String text) {
        return text.replace("DATABASE shop", "DATABASE " + source.name())
                .replace("sync_source", "source_" + job)
                .replace("app_owner", "owner_" + job);
    }

    /** A text with the names of {@code target.sql}, with those of this test. */
    public String inTarget(String text) {
        return text.replace("DATABASE warehouse", "DATABASE " + target.name()).replace("sync_target", "target_" + job);
    }

    /** The settings of a job that uses these accounts. */
    public Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(RunningJob.settings(job, source, target));
        settings.put("sync.operations", "insert,update,delete,truncate");
        settings.put("sync.schema-changes", "wait");
        settings.put("source.user", inSource("sync_source"));
        settings.put("source.password", PASSWORD);
        settings.put("target.user", inTarget("sync_target"));
        settings.put("target.password", PASSWORD);
        return settings;
    }
}
