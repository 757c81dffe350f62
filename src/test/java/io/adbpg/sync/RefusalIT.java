package io.adbpg.sync;

import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.support.Program;
import io.adbpg.sync.support.Refused;
import io.adbpg.sync.support.RestartableServer;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A refusal of settings, routes or servers is one line that names the fault and its remedy. */
class RefusalIT {
    private static final String PASSWORD = "a secret of nobody";
    private static final String SOURCE_TABLE =
            "CREATE SCHEMA app; CREATE TABLE app.orders (id int PRIMARY KEY, note text)";
    private static final String TABLES =
            """
            - templatedRoute:
                routeId: orders
                routeTemplateRef: table
                parameters:
                  - { name: source, value: app.orders }
                  - { name: target, value: ods.orders }
            """;

    /** A server that can't be a source in its present configuration. */
    private static RestartableServer unprepared;
    /** A server with no free replication slot. */
    private static RestartableServer full;

    private static RestartableServer roomless;

    @TempDir
    private Path folder;

    private final String job = RunningJob.newName();
    private final List<String> arguments = new ArrayList<>();
    private TestDatabase source;
    private TestDatabase target;
    private Map<String, String> settings;
    private String tables = TABLES;
    private Consumer<Path> spoil = path -> {};

    /** A fault, and the message that the program must give. */
    private record Wrong(String name, Consumer<RefusalIT> given, int exitStatus, List<String> says) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Wrong usage(String name, Consumer<RefusalIT> given, String... says) {
        return new Wrong(name, given, Refusal.USAGE, List.of(says));
    }

    private static Wrong failed(String name, Consumer<RefusalIT> given, String... says) {
        return new Wrong(name, given, Refusal.FAILED, List.of(says));
    }

    @BeforeAll
    static void startServers() throws IOException {
        unprepared = RestartableServer.start(Map.of("wal_level", "replica"));
        full = RestartableServer.start(Map.of("max_replication_slots", "1"));
        roomless = RestartableServer.start(Map.of("max_replication_slots", "0"));
        full.database("source").run("SELECT pg_create_physical_replication_slot('other')");
        for (RestartableServer server : List.of(unprepared, full, roomless)) {
            server.database("source").run(SOURCE_TABLE);
        }
        unprepared.database("source").run("CREATE ROLE careful LOGIN PASSWORD 'right'");
        unprepared.requirePassword("careful");
    }

    @AfterAll
    static void stopServers() throws IOException {
        unprepared.close();
        full.close();
        roomless.close();
    }

    @AfterEach
    void dropSlot() {
        source.run("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = 'adbpg_sync_"
                + job + "'");
    }

    static Stream<Wrong> settings() {
        return Stream.of(
                usage("unknown setting", t -> t.set("sync.batch-rows", "1"), "sync.batch-rows", "sync.batch-max-rows"),
                usage(
                        "no number",
                        t -> t.set("target.port", "54x2"),
                        "target.port=54x2",
                        "whole number from 1 to 65535"),
                usage("number out of range", t -> t.set("sync.batch-max-rows", "0"), "sync.batch-max-rows=0", "from 1"),
                usage("SSL mode", t -> t.set("source.ssl-mode", "on"), "source.ssl-mode=on", "verify-full"),
                usage("blank job", t -> t.set("sync.job", " "), "sync.job is not set", "SYNC_JOB"),
                usage("job's name", t -> t.set("sync.job", "My-Job"), "sync.job=My-Job", "a-z, 0-9 and _"),
                usage(
                        "operation",
                        t -> t.set("sync.operations", "insert,upsert"),
                        "insert,upsert",
                        "insert, update, delete"),
                usage("Camel option", t -> t.set("camel.main.shutdownTimout", "5"), "camel.main.shutdownTimout"),
                usage(
                        "no settings",
                        t -> t.spoil = path -> delete(path.resolve("application.properties")),
                        "application.properties: no such file",
                        "run in the folder"),
                usage("option", t -> t.arguments.add("--frobnicate"), "'--frobnicate'", "--help"),
                usage("argument", t -> t.arguments.add("frobnicate"), "'frobnicate'", "--help"));
    }

    static Stream<Wrong> routes() {
        return Stream.of(
                usage(
                        "parameter",
                        t -> t.tables = TABLES + "      - { name: colums, value: id }\n",
                        "routes/tables.camel.yaml, line 7",
                        "'colums'",
                        "columns"),
                usage(
                        "no target",
                        t -> t.tables = TABLES.replaceFirst(".*name: target.*\n", ""),
                        "routes/tables.camel.yaml, line 2",
                        "'target'"),
                usage(
                        "template",
                        t -> t.replace("Ref: table", "Ref: tabel"),
                        "routes/tables.camel.yaml, line 3",
                        "'tabel'",
                        "table"),
                usage(
                        "key",
                        t -> t.replace("parameters", "paramters"),
                        "routes/tables.camel.yaml, line 5",
                        "paramters"),
                usage(
                        "broken YAML",
                        t -> t.replace("app.orders", "\"app.orders"),
                        "routes/tables.camel.yaml, line",
                        "from line 5"),
                usage("empty file", t -> t.tables = "", "routes/tables.camel.yaml", "entry for each table"),
                usage(
                        "only comments",
                        t -> t.tables = "# none yet\n",
                        "routes/tables.camel.yaml",
                        "entry for each table"),
                usage(
                        "no table routes",
                        t -> t.spoil = path -> delete(path.resolve("routes/tables.camel.yaml")),
                        "no route names a table",
                        "routes/tables.camel.yaml"),
                usage(
                        "no routes",
                        t -> t.set("camel.main.routes-include-pattern", "file:nowhere/*.yaml"),
                        "camel.main.routes-include-pattern=file:nowhere/*.yaml"),
                usage(
                        "source name",
                        t -> t.replace("app.orders", "orders"),
                        "'orders' is not a table name",
                        "schema.table"),
                usage(
                        "target name",
                        t -> t.replace("ods.orders", "a.b.c"),
                        "'a.b.c' is not a table name",
                        "schema.table"),
                usage(
                        "question mark",
                        t -> t.replace("app.orders", "'app.\"what?\"'"),
                        "routes/tables.camel.yaml, line 5",
                        "question mark",
                        "schema.*"),
                usage("quotes", t -> t.replace("app.orders", "app.my orders"), "'my orders'", "double quotes"),
                usage(
                        "table operation",
                        t -> t.tables = TABLES + "      - { name: operations, value: upsert }\n",
                        "`operations`",
                        "upsert",
                        "insert"),
                usage(
                        "component",
                        t -> t.tables = TABLES
                                + """
                        - route:
                            id: other
                            from:
                              uri: direct:app.other
                              steps:
                                - to: frobnicate:it
                        """,
                        "route other",
                        "frobnicate",
                        "routes/"));
    }

    static Stream<Wrong> servers() {
        return Stream.of(
                failed(
                        "nobody listens",
                        t -> t.set("source.port", "1"),
                        "cannot reach source 127.0.0.1:1/",
                        "refused",
                        "source.port"),
                failed(
                        "nobody listens at the target",
                        t -> t.set("target.port", "1"),
                        "cannot reach target 127.0.0.1:1/",
                        "refused",
                        "target.port"),
                failed(
                        "host",
                        t -> t.set("target.host", "nowhere.invalid"),
                        "cannot reach target nowhere.invalid:",
                        "unknown host",
                        "target.host"),
                failed(
                        "database",
                        t -> t.set("source.database", "nowhere"),
                        "source 127.0.0.1:",
                        "\"nowhere\" does not exist",
                        "source.database"),
                failed(
                        "user",
                        t -> t.set("target.user", "nobody"),
                        "target 127.0.0.1:",
                        "\"nobody\" does not exist",
                        "target.user"),
                failed(
                        "no TLS",
                        t -> t.set("target.ssl-mode", "require"),
                        "target 127.0.0.1:",
                        "no TLS",
                        "target.ssl-mode"),
                failed(
                        "password",
                        t -> t.use(unprepared, "careful"),
                        "source 127.0.0.1:",
                        "password authentication failed for user \"careful\"",
                        "source.password"),
                failed(
                        "no password",
                        t -> {
                            t.use(unprepared, "careful");
                            t.set("source.password", "");
                        },
                        "source 127.0.0.1:",
                        "password is an empty string",
                        "source.password"),
                failed(
                        "WAL level",
                        t -> t.use(unprepared, "postgres"),
                        "wal_level=replica",
                        "wal_level=logical",
                        "restart"),
                failed(
                        "no failover slots",
                        t -> t.set("source.slot-failover", "true"),
                        "source.slot-failover=true",
                        "PostgreSQL 17 or later",
                        "set it to false"),
                failed(
                        "no free slot",
                        t -> t.use(full, "postgres"),
                        "all 1 replication slots",
                        "max_replication_slots",
                        "restart"),
                failed(
                        "no slot at all",
                        t -> t.use(roomless, "postgres"),
                        "max_replication_slots=0",
                        "set it to 2 or more",
                        "restart"));
    }

    static Stream<Wrong> tables() {
        return Stream.of(
                failed(
                        "no source table",
                        t -> t.replace("app.orders", "app.ordrs"),
                        "source table app.ordrs does not exist",
                        "routes/tables.camel.yaml"),
                failed(
                        "no target table",
                        t -> t.replace("ods.orders", "ods.ordrs"),
                        "target table ods.ordrs does not exist",
                        "routes/tables.camel.yaml"),
                failed(
                        "no target column",
                        t -> t.target.run("ALTER TABLE ods.orders DROP note"),
                        "target table ods.orders has no column note",
                        "ALTER TABLE ods.orders ADD COLUMN \"note\" text"),
                failed(
                        "no source column",
                        t -> t.tables = TABLES + "      - { name: columns, value: 'id, nte' }\n",
                        "source table app.orders has no column nte",
                        "columns"),
                failed(
                        "column without value",
                        t -> t.target.run("ALTER TABLE ods.orders ADD extra int NOT NULL"),
                        "ods.orders has columns that get no value",
                        "ALTER TABLE ods.orders ALTER COLUMN \"extra\" DROP NOT NULL"),
                failed(
                        "slot without position",
                        RefusalIT::createSlot,
                        "slot adbpg_sync_",
                        "no position",
                        "pg_drop_replication_slot"),
                failed(
                        "position without slot",
                        t -> t.createPosition("0/10"),
                        "changes are missing",
                        "0/10",
                        "does not exist",
                        "reset --reload --yes"),
                failed(
                        "slot ahead of position",
                        t -> {
                            t.createSlot();
                            t.createPosition("0/10");
                        },
                        "changes are missing",
                        "0/10",
                        "begins after it",
                        "reset --reload --yes"),
                failed(
                        "position ahead of the source",
                        t -> {
                            t.createSlot();
                            t.createPosition("FFFF/10");
                        },
                        "the target holds changes that the source does not have",
                        "FFFF/10",
                        "WAL ends before it",
                        "reset --reload --yes"));
    }

    @ParameterizedTest
    @MethodSource({"settings", "routes", "servers", "tables"})
    void saysWhatIsWrong(Wrong wrong) throws Exception {
        // given
        source = TestServers.newSource();
        target = TestServers.newTarget();
        source.run(SOURCE_TABLE);
        target.run("CREATE SCHEMA ods; CREATE TABLE ods.orders (id int PRIMARY KEY, note text)");
        settings = RunningJob.settings(job, source, target);
        settings.put("source.password", PASSWORD);
        settings.put("target.password", PASSWORD);
        wrong.given().accept(this);
        Program program = Program.in(folder, settings, tables);
        spoil.accept(folder);

        // when
        Program.Result result = program.run(arguments);

        // then
        Refused.check(result, wrong.exitStatus(), wrong.says(), List.of(PASSWORD));
    }

    private void set(String key, String value) {
        settings.put(key, value);
    }

    private void replace(String from, String to) {
        tables = tables.replace(from, to);
    }

    private void use(RestartableServer server, String user) {
        set("source.port", Integer.toString(server.database("source").port()));
        set("source.database", "postgres");
        set("source.user", user);
    }

    private void createSlot() {
        source.run("SELECT pg_create_logical_replication_slot('adbpg_sync_" + job + "', 'pgoutput')");
    }

    private void createPosition(String lsn) {
        target.run("CREATE SCHEMA adbpg_sync; CREATE TABLE adbpg_sync.position_" + job + " (job text PRIMARY KEY,"
                + " lsn pg_lsn, ahead_lsn pg_lsn, committed_at timestamptz, applied_at timestamptz); INSERT INTO adbpg_sync.position_"
                + job + " VALUES ('" + job + "', '" + lsn + "')");
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
