package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.job.Job;
import io.adbpg.sync.precheck.Finding;
import io.adbpg.sync.settings.Capture;
import io.adbpg.sync.support.PublishedCaptures;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Databases of other encodings than UTF-8, and with other names than plain ones: each value arrives, or is told. */
class EncodingsIT {
    private static final String TABLE = "CREATE TABLE \"表 é\" (\"键\" varchar(20) PRIMARY KEY, \"值\" text)";
    private static final String ROWS = "SELECT \"键\", \"值\" FROM \"表 é\" ORDER BY \"值\"";

    private static TestDatabase anySource;
    private static TestDatabase anyTarget;

    @TempDir
    private Path folder;

    private String tables;

    @BeforeAll
    static void findServers() {
        anySource = TestServers.newSource();
        anyTarget = TestServers.newTarget();
    }

    @AfterAll
    static void leaveServers() {
        anySource.drop();
        anyTarget.drop();
    }

    @BeforeEach
    void writeRoutes() throws Exception {
        tables = Files.writeString(
                        folder.resolve("tables.camel.yaml"),
                        """
                        - templatedRoute:
                            routeId: all
                            routeTemplateRef: table
                            parameters:
                              - { name: source, value: public.* }
                              - { name: target, value: public.* }
                        """)
                .toString();
    }

    /** A database of its own, which the server's others do not look like. */
    private static TestDatabase database(TestDatabase beside, String encoding) {
        TestDatabase made = beside.sibling(beside.name() + "_" + encoding.toLowerCase(Locale.ROOT));
        beside.run("CREATE DATABASE " + made.name() + " ENCODING '" + encoding
                + "' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
        return made;
    }

    private static Map<String, String> settings(Capture capture) {
        Map<String, String> settings = new HashMap<>();
        settings.put("source.capture", capture.word());
        settings.put("sync.initial-load", "copy");
        return settings;
    }

    @ParameterizedTest
    @CsvSource({
        "EUC_CN,  UTF8, DEBEZIUM",
        "EUC_CN,  UTF8, PGOUTPUT",
        "EUC_CN,  SQL_ASCII, DEBEZIUM",
        "EUC_CN,  SQL_ASCII, PGOUTPUT",
        "UTF8,    EUC_CN, PGOUTPUT"
    })
    void textArrivesInTheTargetsEncoding(String from, String to, Capture capture) throws Exception {
        // given
        TestDatabase source = database(anySource, from);
        TestDatabase target = database(anyTarget, to);
        try {
            // Latin letters with accents are no part of EUC_CN but for some, such as this.
            source.run(TABLE + "; INSERT INTO \"表 é\" VALUES ('中文', 'a'), ('人', 'b'), ('x', 'c')");
            target.run(TABLE);

            // when
            try (RunningJob job = RunningJob.start(tables, source, target, settings(capture))) {
                source.run("UPDATE \"表 é\" SET \"值\" = '北京' WHERE \"键\" = '中文'");
                source.run("DELETE FROM \"表 é\" WHERE \"键\" = '人'; INSERT INTO \"表 é\" VALUES ('上海', 'è')");
                job.awaitInStep();

                // then
                assertThat(target.rows(ROWS)).hasSize(3).isEqualTo(source.rows(ROWS));
                assertThat(job.verify("", false)).containsExactly("public.\"表 é\": 3 rows, equal");
            }
        } finally {
            source.drop();
            target.drop();
        }
    }

    @ParameterizedTest
    @PublishedCaptures
    void characterThatTheTargetLacksIsToldWithItsRow(Capture capture) throws Exception {
        // given
        TestDatabase source = database(anySource, "LATIN1");
        TestDatabase target = database(anyTarget, "EUC_CN");
        try {
            source.run("CREATE TABLE towns (id int PRIMARY KEY, name text); INSERT INTO towns VALUES (1, 'Köln')");
            target.run("CREATE TABLE towns (id int PRIMARY KEY, name text)");
            Map<String, String> settings = settings(capture);
            List<Finding> found;
            try (Job job = RunningJob.onlyChecked(tables, RunningJob.settings(RunningJob.newName(), source, target))) {
                found = job.precheck().run().findings();
            }

            // when
            try (RunningJob job = RunningJob.launch(tables, source, target, settings)) {
                // then
                assertThat(job.awaitRefusal()).contains("towns", "id=1", "EUC_CN");
            }
            source.run("UPDATE towns SET name = 'Bonn'");
            try (RunningJob job = RunningJob.start(tables, source, target, settings)) {
                source.run("INSERT INTO towns VALUES (2, 'Rhön')");
                assertThat(job.awaitRefusal()).contains("towns", "id=2", "EUC_CN");
            }
            assertThat(found)
                    .filteredOn(finding -> finding.check().equals("encoding"))
                    .extracting(finding -> finding.found().toString())
                    .containsExactly("LATIN1", "EUC_CN, which lacks characters that the source may have in LATIN1");
        } finally {
            source.drop();
            target.drop();
        }
    }

    @ParameterizedTest
    @PublishedCaptures
    void bytesThatAreNoTextAreToldAndNeverReplaced(Capture capture) throws Exception {
        // given
        TestDatabase source = database(anySource, "SQL_ASCII");
        TestDatabase target = database(anyTarget, "UTF8");
        String table = "CREATE TABLE towns (name text PRIMARY KEY, size int)";
        String latin = "INSERT INTO towns VALUES (convert_from('\\x4bf66c6e', 'SQL_ASCII'), 3)";
        String remedy = "correct the text there, and if it is in the stream, start over by reset --reload";
        Map<String, String> settings = settings(capture);
        try {
            source.run(table + "; INSERT INTO towns VALUES ('Köln', 1); " + latin);
            target.run(table);

            // then
            try (RunningJob job = RunningJob.launch(tables, source, target, settings)) {
                assertThat(job.awaitRefusal()).contains("invalid byte sequence").endsWith(remedy);
                assertThat(target.rows("SELECT name FROM towns")).isEmpty();
            }
            source.run("DELETE FROM towns WHERE size = 3");
            try (RunningJob job = RunningJob.start(tables, source, target, settings)) {
                source.run("UPDATE towns SET size = 2 WHERE name = 'Köln'");
                job.awaitInStep();
                assertThat(target.rows("SELECT name, size FROM towns")).containsExactly("Köln|2");
                source.run(latin);
                assertThat(job.awaitRefusal()).contains("invalid byte sequence").endsWith(remedy);
            }
        } finally {
            source.drop();
            target.drop();
        }
    }

    @ParameterizedTest
    @PublishedCaptures
    void databasesMayHaveAnyName(Capture capture) throws Exception {
        // given
        String name = "a\"b'c%d+e&f=g?h/i#j:k@l\\m$1;n{o}, 库 " + capture.word();
        TestDatabase source = anySource.sibling(name);
        TestDatabase target = anyTarget.sibling(name);
        String create = "CREATE DATABASE " + TestDatabase.quoted(name);
        anySource.run(create);
        anyTarget.run(create);
        try {
            source.run("CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1)");
            target.run("CREATE TABLE t (id int PRIMARY KEY)");

            // when
            try (RunningJob job = RunningJob.start(tables, source, target, settings(capture))) {
                source.run("INSERT INTO t VALUES (2)");
                job.awaitInStep();

                // then
                assertThat(job.verify("", false)).containsExactly("public.t: 2 rows, equal");
            }
        } finally {
            source.drop();
            target.drop();
        }
    }
}
