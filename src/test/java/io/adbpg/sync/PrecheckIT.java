package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.job.Job;
import io.adbpg.sync.precheck.Finding;
import io.adbpg.sync.precheck.Finding.Result;
import io.adbpg.sync.support.Accounts;
import io.adbpg.sync.support.Program;
import io.adbpg.sync.support.Refused;
import io.adbpg.sync.support.RestartableServer;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.StoppableServer;
import io.adbpg.sync.support.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The precheck finds what is wrong on real servers, and its fixes correct it. */
class PrecheckIT {
    private static final String SOURCE_TABLES =
            "CREATE TABLE app.notes (id int PRIMARY KEY, stars int, at timestamptz, body text)";
    private static final String TARGET_TABLES =
            """
            CREATE SCHEMA ods; CREATE TABLE ods.notes (id int PRIMARY KEY, stars int, at timestamptz, body text);
            CREATE FUNCTION ods.nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'
            """;
    private static final String TABLES =
            """
            - templatedRoute:
                routeId: notes
                routeTemplateRef: table
                parameters:
                  - { name: source, value: app.notes }
                  - { name: target, value: ods.notes }
            """;

    /** Everything that a precheck could have left behind. */
    private static final List<String> CATALOGUE = List.of(
            "SELECT c.oid, c.relname, c.relacl FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                    + " WHERE n.nspname NOT LIKE 'pg\\_%temp\\_%' ORDER BY 1",
            "SELECT oid, nspname, nspacl FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%temp\\_%' ORDER BY 1",
            "SELECT oid, pubname FROM pg_publication ORDER BY 1",
            "SELECT slot_name FROM pg_replication_slots WHERE database = current_database() ORDER BY 1",
            "SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_user_tables ORDER BY 1");

    @TempDir
    private static Path folder;

    private static Accounts accounts;
    private static Job job;

    @BeforeAll
    static void start() throws Exception {
        accounts = Accounts.create(SOURCE_TABLES, TARGET_TABLES);
        job = RunningJob.onlyChecked(write(TABLES), settings(Map.of()));
    }

    @AfterAll
    static void stop() {
        job.close();
    }

    private static String write(String tables) throws Exception {
        Path file = Files.createTempFile(folder, "tables", ".camel.yaml");
        return Files.writeString(file, tables).toString();
    }

    private static Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(accounts.settings());
        settings.put("sync.initial-load", "copy");
        settings.putAll(more);
        return settings;
    }

    private static List<Finding> look() {
        return job.precheck().run().findings();
    }

    private static List<Finding> wrong(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.result() != Result.PASSED)
                .toList();
    }

    private static List<String> names(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.result().word() + " " + finding.subject() + " " + finding.check())
                .distinct()
                .toList();
    }

    /** Runs the fixes of findings, statement by statement, as an operator who pastes them would. */
    private static void mend(TestDatabase database, List<Finding> findings) {
        for (Finding finding : findings) {
            for (String statement : finding.fix().toString().split("; ", -1)) {
                database.run(statement);
            }
        }
    }

    @ParameterizedTest(name = "{2}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            source | ALTER ROLE sync_source NOREPLICATION                                   | failed source replication      | lacks REPLICATION |
            source | REVOKE CREATE ON DATABASE shop FROM sync_source                        | failed source publication      | lacks CREATE on DATABASE |
            source | REVOKE app_owner FROM sync_source                                      | failed app.notes source rights | lacks USAGE on SCHEMA app | REVOKE ALL ON SCHEMA app, TABLE app.notes FROM sync_source
            source | REVOKE app_owner FROM sync_source; GRANT USAGE ON SCHEMA app TO sync_source | failed app.notes source rights | does not own table app.notes | REVOKE USAGE ON SCHEMA app FROM sync_source
            source | ALTER TABLE app.notes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY | failed app.notes source rights | row-level security hides rows | ALTER TABLE app.notes DISABLE ROW LEVEL SECURITY; ALTER ROLE sync_source NOBYPASSRLS
            source | ALTER TABLE app.notes DROP CONSTRAINT notes_pkey                       | warning app.notes key          | none              | ALTER TABLE app.notes ADD PRIMARY KEY (id), REPLICA IDENTITY DEFAULT
            source | SELECT pg_create_logical_replication_slot('adbpg_sync_JOB', 'pgoutput') | failed source slot            | no position       |
            target | REVOKE TEMPORARY ON DATABASE warehouse FROM sync_target                | failed target temporary tables | lacks TEMPORARY   |
            target | DROP SCHEMA adbpg_sync                                                 | failed target control schema   | lacks CREATE on DATABASE | REVOKE CREATE ON DATABASE warehouse FROM sync_target; CREATE SCHEMA adbpg_sync; GRANT ALL ON SCHEMA adbpg_sync TO sync_target
            target | REVOKE CREATE ON SCHEMA adbpg_sync FROM sync_target                    | failed target control schema   | lacks CREATE on SCHEMA adbpg_sync |
            target | REVOKE USAGE ON SCHEMA ods FROM sync_target                            | failed app.notes target rights | lacks USAGE on SCHEMA ods |
            target | REVOKE SELECT, UPDATE ON ods.notes FROM sync_target                    | failed app.notes target rights | lacks SELECT, UPDATE |
            target | ALTER TABLE ods.notes ENABLE ROW LEVEL SECURITY                        | failed app.notes target rights | row-level security hides rows | ALTER TABLE ods.notes DISABLE ROW LEVEL SECURITY; ALTER ROLE sync_target NOBYPASSRLS
            target | ALTER TABLE ods.notes DROP body                                        | failed app.notes columns       | has no column body |
            target | ALTER TABLE ods.notes ALTER at TYPE timestamptz(0)                     | failed app.notes columns       | silently change   |
            target | ALTER TABLE ods.notes ADD extra int NOT NULL                           | failed app.notes required columns | extra          | ALTER TABLE ods.notes DROP extra
            target | CREATE TRIGGER each BEFORE INSERT ON ods.notes FOR EACH ROW EXECUTE PROCEDURE ods.nothing() | warning app.notes triggers | each | DROP TRIGGER each ON ods.notes
            target | CREATE TABLE ods.tags (note int REFERENCES ods.notes)                  | failed app.notes foreign keys | checked at once   | DROP TABLE ods.tags
            target | CREATE TABLE ods.tags (note int REFERENCES ods.notes ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED) | failed app.notes foreign keys | deletes or changes rows of ods.tags | DROP TABLE ods.tags
            target | CREATE TABLE ods.kinds (n int PRIMARY KEY); ALTER TABLE ods.notes ADD CONSTRAINT kind FOREIGN KEY (stars) REFERENCES ods.kinds | warning app.notes foreign keys | rows that this job does not bring | DROP TABLE ods.kinds
            target | ALTER TABLE ods.notes ADD number serial; REVOKE ALL ON SEQUENCE ods.notes_number_seq FROM sync_target | failed app.notes target rights | lacks USAGE | ALTER TABLE ods.notes DROP number
            target | ALTER TABLE ods.notes RENAME TO old_notes; CREATE TABLE ods.notes (LIKE ods.old_notes, PRIMARY KEY (id)) PARTITION BY RANGE (id); GRANT ALL ON ods.notes TO sync_target | warning app.notes partitions | no default partition | DROP TABLE ods.notes; ALTER TABLE ods.old_notes RENAME TO notes
            target | ALTER TABLE ods.notes RENAME TO old_notes; CREATE TABLE ods.notes (LIKE ods.old_notes, PRIMARY KEY (id)) PARTITION BY RANGE (id); GRANT ALL ON ods.notes TO sync_target; CREATE TABLE ods.part PARTITION OF ods.notes DEFAULT; CREATE TRIGGER each BEFORE INSERT ON ods.part FOR EACH ROW EXECUTE PROCEDURE ods.nothing() | warning app.notes triggers | each of ods.part | DROP TABLE ods.notes; ALTER TABLE ods.old_notes RENAME TO notes
            target | ALTER TABLE ods.notes RENAME TO old_notes; CREATE TABLE ods.notes (LIKE ods.old_notes, PRIMARY KEY (id)) PARTITION BY RANGE (id); GRANT ALL ON ods.notes TO sync_target; CREATE UNLOGGED TABLE ods.part PARTITION OF ods.notes DEFAULT | failed app.notes unlogged | a crash of the target empties it | DROP TABLE ods.notes; ALTER TABLE ods.old_notes RENAME TO notes
            target | ALTER TABLE ods.notes DROP CONSTRAINT notes_pkey; CREATE INDEX by_id ON ods.notes (id); CREATE PUBLICATION onward FOR TABLE ods.notes | failed app.notes published | refuses every UPDATE | DROP PUBLICATION onward; ALTER TABLE ods.notes ADD PRIMARY KEY (id), REPLICA IDENTITY DEFAULT; DROP INDEX ods.by_id
            target | CREATE RULE never AS ON DELETE TO ods.notes DO INSTEAD NOTHING         | failed app.notes rules         | has rules         |
            target | ALTER TABLE ods.notes SET UNLOGGED                                     | failed app.notes unlogged      | a crash of the target empties it |
            target | ALTER TABLE ods.notes DROP CONSTRAINT notes_pkey, ADD PRIMARY KEY (stars); CREATE INDEX by_id ON ods.notes (id) | warning app.notes unique index | notes_pkey | ALTER TABLE ods.notes ADD PRIMARY KEY (id), ALTER stars DROP NOT NULL; DROP INDEX ods.by_id
            target | CREATE UNIQUE INDEX one_star ON ods.notes (stars)                      | warning app.notes unique index | one_star          |
            target | ALTER TABLE ods.notes DROP CONSTRAINT notes_pkey                       | warning app.notes way          | no index          | ALTER TABLE ods.notes ADD PRIMARY KEY (id); DROP INDEX ods.notes_id_idx
            """)
    void namesWhatIsWrongAndWhatMendsIt(String end, String spoil, String name, String found, String restore) {
        // given
        TestDatabase database = end.equals("source") ? accounts.source() : accounts.target();
        run(end, spoil);

        // when
        List<Finding> before = wrong(look());
        String refusal = refusalOfStart();
        mend(
                database,
                before.stream()
                        .filter(finding -> !finding.check().equals("unique index") || name.endsWith("unique index"))
                        .toList());
        List<Finding> after = wrong(look());
        if (restore != null) {
            run(end, restore);
        }

        // then
        assertThat(names(before)).contains(name);
        assertThat(before).anyMatch(finding -> finding.found().toString().contains(found));
        // A source without a key may have rows twice that the target's primary key refuses.
        assertThat(names(after))
                .as("after the fix")
                .isEqualTo(name.endsWith(" key") ? List.of("warning app.notes unique index") : List.of());
        if (name.startsWith("failed")) {
            assertThat(refusal).as("the refusal of a new job's start").contains(found);
        } else {
            assertThat(refusal).as("the refusal of a new job's start").isEmpty();
        }
    }

    @Test
    void replicaRoleNeedsARightAndFiresOnlyTheTriggersThatAreEnabledForIt() throws Exception {
        // given
        accounts.runOnTarget("CREATE TABLE ods.tags (note int REFERENCES ods.notes);"
                + "CREATE TRIGGER each BEFORE INSERT ON ods.notes FOR EACH ROW EXECUTE PROCEDURE ods.nothing()");
        List<Finding> unable;
        List<Finding> able;
        List<Finding> always;
        try (Job other =
                RunningJob.onlyChecked(write(TABLES), settings(Map.of("target.replication-role", "replica")))) {
            // when
            unable = wrong(other.precheck().run().findings());
            mend(accounts.target(), unable);
            able = other.precheck().run().findings();
            accounts.runOnTarget("ALTER TABLE ods.notes ENABLE ALWAYS TRIGGER each");
            always = wrong(other.precheck().run().findings());
        } finally {
            accounts.runOnTarget("DROP TRIGGER each ON ods.notes; DROP TABLE ods.tags;"
                    + "REVOKE SET ON PARAMETER session_replication_role FROM sync_target");
        }

        // then
        assertThat(names(unable)).containsExactly("failed target connection");
        assertThat(unable.get(0).found().toString()).contains("may not set session_replication_role");
        assertThat(wrong(able)).isEmpty();
        assertThat(able).anyMatch(finding -> finding.check().equals("replication role"));
        assertThat(names(always)).containsExactly("warning app.notes triggers");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            RANGE (id)       | FROM (1) TO (100)                                              | failed  | id=100
            RANGE (id)       | FROM (-50) TO (1)                                              | failed  | id=10000
            RANGE (id)       | FROM (MINVALUE) TO (5000); FROM (5001) TO (MAXVALUE)           | failed  | id=5000
            RANGE (id)       | FROM (1) TO (5000); FROM (5000) TO (10001)                     | passed  | every row
            RANGE (id)       |                                                                | failed  | id=1
            RANGE (at)       | FROM ('2024-01-01 00:00+08') TO ('2024-03-01 00:00+00')        | failed  | at=NULL
            RANGE (stars)    | FROM (0) TO (2)                                                | failed  | stars=4
            RANGE (id, stars)| FROM (1, 1) TO (2, 1)                                          | warning | no default partition
            RANGE ((id + 1)) | FROM (1) TO (2)                                                | warning | no default partition
            RANGE (body)     | FROM ('a') TO ('z')                                            | warning | no default partition
            LIST (stars)     | IN (0, 1, 2); IN (3)                                           | failed  | stars=4
            LIST (stars)     | IN (0, 1, 2); IN (3, 4)                                        | passed  | every row
            LIST (at)        | IN (NULL)                                                      | passed  | every row
            LIST (id)        | IN (1)                                                         | failed  | id=2
            LIST (body)      | IN ('it''s'); IN ('so, or (so)')                               | warning | no default partition
            LIST (kind)      | IN ('it''s'); IN ('so, or (so)')                               | passed  | every row
            LIST (kind)      | IN ('it''s')                                                   | failed  | kind=so, or (so)
            """)
    void partitionsOfTheTargetAreComparedWithTheSourcesRows(
            String key, String partitions, String result, String found) {
        // given
        accounts.runOnSource("SET ROLE app_owner; INSERT INTO app.notes SELECT n, n % 5, NULL, 'a'"
                + " FROM generate_series(1, 10000) AS n; ALTER TABLE app.notes ADD kind text;"
                + "UPDATE app.notes SET kind = CASE WHEN id % 2 = 0 THEN 'it''s' ELSE 'so, or (so)' END;"
                + "CREATE INDEX by_stars ON app.notes (stars); CREATE INDEX by_at ON app.notes (at, id);"
                + "CREATE INDEX by_kind ON app.notes (kind); CREATE INDEX few ON app.notes (body) WHERE id > 5");
        accounts.runOnTarget("ALTER TABLE ods.notes RENAME TO old_notes;"
                + "CREATE TABLE ods.notes (LIKE ods.old_notes, kind text) PARTITION BY " + key
                + "; GRANT ALL ON ods.notes TO sync_target");
        if (partitions != null) {
            String[] bounds = partitions.split("; ", -1);
            for (int i = 0; i < bounds.length; i++) {
                accounts.runOnTarget("CREATE TABLE ods.part" + i + " PARTITION OF ods.notes FOR VALUES " + bounds[i]);
            }
        }

        // when
        List<Finding> findings = look();
        accounts.runOnTarget("DROP TABLE ods.notes; ALTER TABLE ods.old_notes RENAME TO notes");
        accounts.runOnSource("SET ROLE app_owner; TRUNCATE app.notes;"
                + "DROP INDEX app.by_stars, app.by_at, app.few; ALTER TABLE app.notes DROP kind");

        // then
        assertThat(findings)
                .filteredOn(finding -> finding.check().equals("partitions"))
                .singleElement()
                .matches(finding -> finding.result().word().equals(result), result)
                .matches(finding -> finding.found().toString().contains(found), found);
    }

    @Test
    void whatIsNoTableOnTheTargetIsToldAsWhatItIs() throws Exception {
        // given
        accounts.runOnTarget(
                "ALTER TABLE ods.notes RENAME TO old_notes; CREATE VIEW ods.notes AS SELECT * FROM ods.old_notes");

        // when
        List<Finding> found = wrong(look());
        List<Finding> created;
        try (Job other = RunningJob.onlyChecked(write(TABLES), settings(Map.of("sync.create-tables", "true")))) {
            created = wrong(other.precheck().run().findings());
        }
        accounts.runOnTarget("DROP VIEW ods.notes; ALTER TABLE ods.old_notes RENAME TO notes");

        // then
        assertThat(names(found)).containsExactly("failed app.notes target table");
        assertThat(found.get(0).found().toString()).contains("is a view");
        assertThat(found.get(0).fix().toString()).doesNotContain("CREATE TABLE");
        assertThat(names(created)).containsExactly("failed app.notes target table");
    }

    private static String refusalOfStart() {
        try {
            job.precheck().beforeStart();
            return "";
        } catch (Refusal e) {
            return e.getMessage();
        }
    }

    private static void run(String end, String sql) {
        String named = sql.replace("JOB", accounts.job());
        if (end.equals("source")) {
            accounts.runOnSource(named.replaceAll(
                    "SCHEMA app, TABLE app.notes", "SCHEMA app FROM sync_source; REVOKE ALL ON app.notes"));
        } else {
            accounts.runOnTarget(named);
        }
    }

    @Test
    void uniqueIndexIsKeptByOneOfTheSourceThatRefusesTheSameRows() {
        // given
        String both = "CREATE UNIQUE INDEX starless ON %1$s (at) WHERE stars IS NULL;"
                + "CREATE UNIQUE INDEX lowered ON %1$s (lower(body));"
                + "CREATE UNIQUE INDEX including ON %1$s (body) INCLUDE (at);";
        accounts.runOnSource("SET ROLE app_owner; " + both.formatted("app.notes")
                + "CREATE UNIQUE INDEX partial ON app.notes (stars) WHERE at IS NULL");
        accounts.runOnTarget(both.formatted("ods.notes") + "CREATE UNIQUE INDEX partial ON ods.notes (stars);"
                + "CREATE UNIQUE INDEX raised ON ods.notes (upper(body));"
                + "CREATE UNIQUE INDEX one_null ON ods.notes (body) NULLS NOT DISTINCT");

        // when
        List<Finding> found = wrong(look());
        accounts.runOnSource("DROP INDEX app.starless, app.lowered, app.including, app.partial");
        accounts.runOnTarget(
                "DROP INDEX ods.starless, ods.lowered, ods.including, ods.partial, ods.raised, ods.one_null");

        // then
        assertThat(found)
                .extracting(finding -> finding.fix().toString())
                .containsExactlyInAnyOrder(
                        "DROP INDEX ods.partial", "DROP INDEX ods.raised", "DROP INDEX ods.one_null");
    }

    @Test
    void transactionThatALoadWouldWaitForIsNamed() throws Exception {
        try (Connection connection = accounts.source().connect();
                Statement statement = connection.createStatement()) {
            // given
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE app.notes IN ROW EXCLUSIVE MODE; SELECT txid_current()");
            // The account does not see when the transaction started, but how many have started since.
            accounts.source()
                    .run("CREATE TEMP TABLE burnt (n int); DO $$ BEGIN FOR i IN 1..1100 LOOP BEGIN"
                            + " INSERT INTO burnt VALUES (i); EXCEPTION WHEN others THEN NULL; END; END LOOP; END $$");

            // when
            List<Finding> before = wrong(look());
            mend(accounts.source(), before);
            List<Finding> after = wrong(look());

            // then
            assertThat(names(before)).containsExactly("warning source open transactions");
            assertThat(after).isEmpty();
        }
    }

    @Test
    void rowsOnTheTargetAreNamedWithTheSettingsThatSayWhatBecomesOfThem() throws Exception {
        // given
        accounts.target().run("INSERT INTO ods.notes VALUES (1, 1, now(), '')");

        // when
        List<Finding> found = wrong(look());
        List<Finding> mended;
        try (Job other = RunningJob.onlyChecked(write(TABLES), settings(Map.of("sync.existing-data", "truncate")))) {
            mended = other.precheck().run().findings();
        }
        accounts.target().run("TRUNCATE ods.notes");

        // then
        assertThat(names(found)).containsExactly("failed app.notes existing rows");
        assertThat(found.get(0).fix().toString()).contains("sync.existing-data=truncate", "sync.existing-data=keep");
        assertThat(wrong(mended)).isEmpty();
        assertThat(mended).anyMatch(finding -> finding.found().toString().contains("are deleted before the load"));
    }

    @Test
    void missingTablesAndWrongExpressionsAreAllNamed() throws Exception {
        // given
        String tables = TABLES
                + "      - { name: columns, value: \"id, stars + nothing AS stars, at, body AS text\" }\n"
                + TABLES.replace("notes", "nowhere")
                + TABLES.replace("routeId: notes", "routeId: two")
                        .replace("app.notes", "app.other")
                        .replace("ods.notes", "ods.other");
        accounts.runOnSource("SET ROLE app_owner; CREATE TYPE app.mood AS ENUM ('fine');"
                + "CREATE TABLE app.base (id int);"
                + "CREATE TABLE app.other (id int PRIMARY KEY, kind app.mood) INHERITS (app.base)");

        // when
        List<Finding> found;
        List<Finding> created;
        try (Job other = RunningJob.onlyChecked(write(tables), settings(Map.of()))) {
            found = wrong(other.precheck().run().findings());
        }
        accounts.runOnTarget("GRANT CREATE ON SCHEMA ods TO sync_target");
        try (Job other = RunningJob.onlyChecked(write(tables), settings(Map.of("sync.create-tables", "true")))) {
            created = other.precheck().run().findings();
        }
        mend(
                accounts.target(),
                found.stream()
                        .filter(finding -> finding.check().equals("target table"))
                        .toList());
        List<Finding> mended;
        try (Job other = RunningJob.onlyChecked(write(tables), settings(Map.of()))) {
            mended = wrong(other.precheck().run().findings());
        }
        accounts.runOnTarget("ALTER TABLE ods.other DROP kind");
        List<Finding> narrower;
        try (Job other = RunningJob.onlyChecked(write(tables), settings(Map.of()))) {
            narrower = wrong(other.precheck().run().findings());
        }
        accounts.runOnTarget("DROP TABLE ods.other");
        accounts.runOnTarget("REVOKE CREATE ON SCHEMA ods FROM sync_target");
        accounts.source().run("DROP TABLE app.other, app.base; DROP TYPE app.mood");

        // then
        assertThat(names(found))
                .containsExactlyInAnyOrder(
                        "failed app.nowhere source table", "failed app.notes columns", "failed app.other target table");
        assertThat(names(mended)).doesNotContain("failed app.other target table", "failed app.other target rights");
        assertThat(created)
                .anyMatch(finding -> finding.found().toString().equals("ods.other will be created"))
                .anyMatch(finding -> finding.found().toString().contains("kind becomes text"))
                .anyMatch(finding -> finding.found().toString().contains("app.other inherits from app.base"));
        assertThat(narrower)
                .filteredOn(finding -> finding.found().toString().endsWith("has no column kind"))
                .extracting(finding -> finding.fix().toString())
                .as("with the type that the target has for it")
                .containsExactly("ALTER TABLE ods.other ADD COLUMN \"kind\" text");
    }

    @Test
    void whatAServerLacksIsMendedByWhatIsPrinted() throws Exception {
        try (RestartableServer server = RestartableServer.startPlain()) {
            // given
            TestDatabase source = server.database("source");
            for (String setting : List.of(
                    "max_replication_slots = 1",
                    "max_wal_senders = 1",
                    "wal_sender_timeout = '2s'",
                    "max_slot_wal_keep_size = '1MB'",
                    "max_prepared_transactions = 2")) {
                source.run("ALTER SYSTEM SET " + setting);
            }
            restart(server);
            source.run("CREATE SCHEMA app; " + SOURCE_TABLES + "; SELECT pg_create_physical_replication_slot('other')");
            source.run(
                    "INSERT INTO app.notes SELECT n, 1, now(), repeat(md5(n::text), 20) FROM generate_series(1, 100000) AS n");
            source.transaction("CREATE TYPE app.nothing AS ENUM ()");
            source.run("BEGIN; INSERT INTO app.notes VALUES (0, 1, now(), ''); PREPARE TRANSACTION 'in doubt'");
            Map<String, String> settings = settings(Map.of(
                    "source.port", Integer.toString(source.port()),
                    "source.database", source.name(),
                    "source.user", "postgres"));

            // when
            List<Finding> before;
            List<Finding> after;
            try (Job other = RunningJob.onlyChecked(write(TABLES), settings)) {
                before = wrong(other.precheck().run().findings());
                mend(
                        source,
                        before.stream()
                                .filter(finding -> !finding.check().equals("capture"))
                                .toList());
                restart(server);
                after = wrong(other.precheck().run().findings());
            }

            // then
            assertThat(names(before))
                    .containsExactlyInAnyOrder(
                            "failed source wal_level",
                            "warning source wal_sender_timeout",
                            "warning source max_slot_wal_keep_size",
                            "failed source free slots",
                            "failed source free WAL senders",
                            "warning source open transactions",
                            "warning job WAL meanwhile",
                            "failed source capture");
            assertThat(names(after)).containsExactly("failed source capture");
            assertThat(after.get(0).fix().toString()).contains("source.capture=pgoutput");
        }
    }

    private static void restart(RestartableServer server) throws Exception {
        server.stop(StoppableServer.Stop.FAST);
        server.startAgain();
    }

    @Test
    void changesNothing() {
        // given
        List<List<String>> before = catalogues();

        // when
        List<Finding> found = look();

        // then
        assertThat(wrong(found)).isEmpty();
        assertThat(catalogues()).isEqualTo(before);
    }

    private static List<List<String>> catalogues() {
        List<List<String>> rows = new ArrayList<>();
        for (String query : CATALOGUE) {
            rows.add(accounts.source().rows(query));
            rows.add(accounts.target().rows(query));
        }
        return rows;
    }

    @Test
    void endThatCannotBeReachedLeavesTheOtherToBeLookedAt() throws Exception {
        // given
        List<String> ends = new ArrayList<>();

        // when
        for (String end : List.of("source", "target")) {
            try (Job other = RunningJob.onlyChecked(write(TABLES), settings(Map.of(end + ".port", "1")))) {
                List<Finding> found = other.precheck().run().findings();
                ends.add(names(wrong(found)) + " "
                        + found.stream()
                                .filter(finding -> finding.result() == Result.PASSED)
                                .map(Finding::subject)
                                .distinct()
                                .collect(Collectors.joining(" ")));
            }
        }

        // then
        assertThat(ends)
                .containsExactly(
                        "[failed source connection] target", "[failed target connection] source app.notes job");
    }

    @Test
    void commandPrintsATableOrAnObjectAndItsExitStatusTells() throws Exception {
        // given
        Program program = Program.in(folder.resolve("command"), settings(Map.of()), TABLES);

        // when
        Program.Result fine = program.run(List.of("precheck", "--all"));
        accounts.runOnTarget("REVOKE TEMPORARY ON DATABASE warehouse FROM sync_target");
        Program.Result broken = program.run(List.of("precheck"));
        Program.Result json = program.run(List.of("precheck", "--json"));
        String fix = accounts.inTarget("GRANT TEMPORARY ON DATABASE warehouse TO sync_target");
        accounts.target().run(fix);

        // then
        assertThat(fine.out()).containsPattern("(?m)^passed   source     wal_level               logical$");
        assertThat(broken.out()).doesNotContain("passed   ");
        assertThat(fine.out().lines()).last().asString().matches("precheck: \\d+ passed, 0 warnings, 0 failed");
        assertThat(fine.exitStatus()).isZero();
        assertThat(broken.out())
                .contains("failed   target  temporary tables\n         found   ")
                .contains("\n         fix     " + fix + "\n");
        assertThat(broken.out().lines()).last().asString().endsWith(" passed, 0 warnings, 1 failed");
        assertThat(broken.exitStatus()).isEqualTo(1);
        JsonObject report = (JsonObject) Jsoner.deserialize(json.out());
        assertThat(report.getString("result")).isEqualTo("failed");
        assertThat((JsonArray) report.get("items")).anySatisfy(item -> assertThat((JsonObject) item)
                .containsAllEntriesOf(Map.<String, Object>of(
                        "check", "temporary tables",
                        "subject", "target",
                        "result", "failed",
                        "found", accounts.inTarget("target account sync_target lacks TEMPORARY on DATABASE warehouse"),
                        "needed", "TEMPORARY on the database, for staging tables",
                        "fix", fix)));
        assertThat(json.exitStatus()).isEqualTo(1);
        assertThat(fine.err() + broken.err() + json.err()).isEmpty();
    }

    @Test
    void jobThatHasNeverRunRefusesToStartWithAllThatIsWrong() throws Exception {
        // given
        Program program = Program.in(folder.resolve("start"), settings(Map.of()), TABLES);
        accounts.runOnSource("ALTER ROLE sync_source NOREPLICATION");
        accounts.runOnTarget("ALTER TABLE ods.notes DROP body");

        // when
        Program.Result result = program.run(List.of());
        accounts.runOnSource("ALTER ROLE sync_source REPLICATION");
        accounts.runOnTarget("ALTER TABLE ods.notes ADD body text");

        // then
        Refused.check(
                result,
                Refusal.FAILED,
                List.of("lacks REPLICATION", "target table ods.notes has no column body"),
                List.of(Accounts.PASSWORD));
        assertThat(result.out()).contains(": prechecking: source ");
    }

    @Test
    void runningJobHasItsReportAndCanBeLookedAt() throws Exception {
        // given
        Accounts others = Accounts.create(SOURCE_TABLES, TARGET_TABLES);

        // when
        List<Finding> atStart;
        List<Finding> now;
        try (RunningJob running =
                RunningJob.start(write(TABLES), others.source(), others.target(), others.settings())) {
            atStart = running.job().precheck().last().orElseThrow().findings();
            others.source().run("INSERT INTO app.notes VALUES (1, 1, now(), '')");
            running.awaitInStep();
            now = running.job().precheck().run().findings();
            others.source().run("INSERT INTO app.notes VALUES (2, 2, now(), '')");
            running.awaitInStep();
        }

        // then
        assertThat(wrong(atStart)).isEmpty();
        assertThat(wrong(now)).isEmpty();
        assertThat(now).anyMatch(finding -> finding.found().toString().contains("is read by process"));
        assertThat(others.target().rows("SELECT id FROM ods.notes")).containsExactly("1", "2");
    }
}
