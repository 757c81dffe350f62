package io.adbpg.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.catalog.Abilities;
import io.adbpg.sync.catalog.Account;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TableRights;
import io.adbpg.sync.catalog.TargetTables;
import io.adbpg.sync.catalog.WantedTables;
import io.adbpg.sync.mapping.StagingNames;
import io.adbpg.sync.mapping.TableMapping;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Set;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** The source evaluates a mapping for the load exactly as the target does while streaming. */
class LoadQueryIT {
    private static final TableName ITEMS = new TableName("app", "items");
    private static final String COLUMNS =
            "*, flag AS shown, NOT flag AS hidden, n * 1.5 AS half, upper(name) AS name, 'x'"
                    + " AS constant, adbpg_sync_operation AS op, length(name) AS size, born::text AS born_text";
    private static final String WHERE = "n > 0 AND flag IS NOT NULL";

    @TempDir
    private Path folder;

    @Test
    void givesTheRowsThatTheStreamGives() throws Exception {
        // given
        TestDatabase source = TestServers.newSource();
        TestDatabase target = TestServers.newTarget();
        source.run("CREATE SCHEMA app; CREATE TABLE app.items (id int PRIMARY KEY, name text, n numeric, flag boolean,"
                + " born date, tags text[]); ALTER TABLE app.items REPLICA IDENTITY FULL");
        for (String schema : List.of("ods", "loaded")) {
            target.run("CREATE SCHEMA " + schema + "; CREATE TABLE " + schema
                    + ".items (op text, size bigint, id bigint PRIMARY KEY, name varchar(20), n numeric, flag text, born"
                    + " timestamp, tags text, shown boolean, hidden text, half int, constant char(3), born_text text)");
        }
        Path tables = Files.writeString(
                folder.resolve("tables.camel.yaml"),
                """
                - templatedRoute:
                    routeId: items
                    routeTemplateRef: table
                    parameters:
                      - { name: source, value: app.items }
                      - { name: target, value: ods.items }
                      - { name: columns, value: "%s" }
                      - { name: where, value: "%s" }
                """
                        .formatted(COLUMNS, WHERE));

        // when
        try (RunningJob job = RunningJob.start(tables.toString(), source, target);
                ProducerTemplate template = job.context().createProducerTemplate()) {
            source.run("INSERT INTO app.items VALUES (1, 'a', 1, true, '2026-01-02', '{a,b}'), (2, 'b', 2.4, false,"
                    + " NULL, NULL), (3, 'c', 0, true, NULL, NULL), (4, NULL, 5, true, '0001-01-01 BC', '{}'), (5, 'd', 3,"
                    + " NULL, NULL, NULL)");
            job.awaitUndisturbed();
            load(source, target, mapping(template));
        } finally {
            // then
            String rows = "SELECT id, name, n, flag, born, tags, shown, hidden, half, constant, size, born_text FROM ";
            assertThat(target.rows(rows + "loaded.items ORDER BY id"))
                    .hasSize(3)
                    .isEqualTo(target.rows(rows + "ods.items ORDER BY id"));
            assertThat(target.rows("SELECT DISTINCT op FROM loaded.items")).containsExactly("load");
            source.drop();
            target.drop();
        }
    }

    private static TableMapping mapping(ProducerTemplate template) throws Exception {
        TableMapping mapping = new TableMapping(template.getCamelContext(), new StagingNames());
        mapping.setSource("app.items");
        mapping.setTarget("loaded.items");
        mapping.setColumns(COLUMNS);
        mapping.setWhere(WHERE);
        mapping.setOperations("insert,update,delete");
        Database source = Database.source(template);
        Database target = Database.target(template);
        SourceTables tables =
                SourceTables.load(source, WantedTables.of(List.of(ITEMS)), version -> new Abilities(version, true));
        Kernel kernel = Kernel.probe(target);
        TargetTables targets = TargetTables.load(target, kernel, Set.of(mapping.target(ITEMS)));
        TableRights rights = new Account(target).onTables(targets.names());
        mapping.open(tables.all().iterator().next(), targets, rights, source, target, kernel);
        return mapping;
    }

    private static void load(TestDatabase source, TestDatabase target, TableMapping mapping) throws Exception {
        StringWriter rows = new StringWriter();
        try (Connection from = source.connect();
                Connection to = target.connect()) {
            from.unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("COPY (" + mapping.loadQuery(ITEMS, "", false) + ") TO STDOUT", rows);
            to.unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "COPY loaded.items " + mapping.loadColumns(ITEMS) + " FROM STDIN",
                            new StringReader(rows.toString()));
        }
    }
}
