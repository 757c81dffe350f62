package io.adbpg.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowBuilder;
import io.adbpg.sync.fold.RowGroup;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Staging tables stay small and are empty when they should be, and the catalogue's rows stay as they are. */
class StagingTablesIT {
    private static final String NAME = "adbpg_staging_orders";
    private static final String DEFINITION = "(id bigint, note text)";
    private static final Row ROW = new RowBuilder().add("1").add("x".repeat(40)).build();

    private static TestDatabase target;

    private final StagingTables tables = new StagingTables();
    private Connection connection;

    @BeforeAll
    static void makeDatabase() {
        target = TestServers.newTarget();
    }

    @AfterAll
    static void dropDatabase() {
        target.drop();
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = target.connect();
        connection.setAutoCommit(false);
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    @Test
    void groupsRewriteNoRowsOfTheCatalogue() throws Exception {
        // given
        stage(10);
        commit();
        String before = catalogueRows();

        // when: many small groups, two of them in a transaction, and some that fill the table
        for (int i = 0; i < 50; i++) {
            stage(10);
            stage(20);
            assertThat(value("SELECT count(*) FROM " + NAME)).isEqualTo("20");
            commit();
        }
        for (int i = 0; i < 10; i++) {
            stage(15_000);
            commit();
        }

        // then
        assertThat(catalogueRows()).isEqualTo(before);
        stage(1);
        assertThat(value("SELECT count(*) FROM " + NAME)).isEqualTo("1");
        assertThat(fileSize()).isLessThan(8 << 20);
    }

    @Test
    void tableStaysSmallInOneLargeTransaction() throws Exception {
        // when
        for (int i = 0; i < 30; i++) {
            stage(10_000);
        }

        // then
        assertThat(value("SELECT count(*) FROM " + NAME)).isEqualTo("10000");
        assertThat(fileSize()).isLessThan(16 << 20);
    }

    @Test
    void tableStaysSmallBesideAnOldSnapshot() throws Exception {
        try (Connection reader = target.connect();
                Statement snapshot = reader.createStatement()) {
            // given
            snapshot.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM pg_class");

            // when
            for (int i = 0; i < 60; i++) {
                stage(10_000);
                commit();
            }

            // then
            assertThat(fileSize()).isLessThan(32 << 20);
        }
    }

    @Test
    void rollbackLeavesWhatWasCommitted() throws Exception {
        // given
        stage(10);
        commit();
        String before = catalogueRows();

        // when
        stage(5);
        tables.rolledBack();
        connection.rollback();

        // then
        stage(3);
        assertThat(value("SELECT count(*) FROM " + NAME)).isEqualTo("3");
        assertThat(catalogueRows()).isEqualTo(before);
    }

    @Test
    void tableOfARolledBackTransactionIsMadeAgain() throws Exception {
        // given
        stage(10);
        tables.rolledBack();
        connection.rollback();

        // when
        stage(4);
        commit();
        stage(2);

        // then
        assertThat(value("SELECT count(*) FROM " + NAME)).isEqualTo("2");
    }

    @Test
    void tableOfAnotherFormTakesThePlace() throws Exception {
        // given
        stage(10);
        commit();

        // when
        tables.clear(connection, NAME, "(other int)");

        // then
        assertThat(value("SELECT count(other) FROM " + NAME)).isEqualTo("0");
    }

    private void stage(int rows) throws SQLException {
        tables.clear(connection, NAME, DEFINITION);
        List<Row> whole = Collections.nCopies(rows, ROW);
        Relation relation = new Relation(new TableName("app", "orders"), List.of("id", "note"), new int[] {0});
        tables.noteRows(NAME, whole, new RowGroup(relation, Operation.INSERT, whole, List.of(), List.of()));
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO " + NAME + " SELECT g, repeat('x', 40) FROM generate_series(1, " + rows + ") AS g");
        }
    }

    private void commit() throws SQLException {
        connection.commit();
        tables.committed(connection);
    }

    /** The versions of the rows that stand for the table, its TOAST table and the latter's index. */
    private String catalogueRows() throws SQLException {
        return value("SELECT string_agg(oid || ' ' || xmin || ' ' || ctid || ' ' || relfilenode, ', ' ORDER BY oid)"
                + " FROM pg_class WHERE oid = '" + NAME + "'::regclass OR relname LIKE 'pg_toast_' || '" + NAME
                + "'::regclass::oid || '%'");
    }

    private long fileSize() throws SQLException {
        return Long.parseLong(value("SELECT pg_relation_size('" + NAME + "')"));
    }

    private String value(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }
}
