package io.adbpg.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adbpg.sync.catalog.ReplicationRole;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowBuilder;
import io.adbpg.sync.fold.RowGroup;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;

/** Rows that are gathered arrive as if each group had been applied at once, by fewer statements. */
class GatheredRowsIT {
    private final TestDatabase database = TestServers.newTarget();
    private final TargetConnection target = new TargetConnection(
            Settings.read(RunningJob.settings("shop", database, database)::get).target(),
            "shop",
            ReplicationRole.ORIGIN);

    @BeforeEach
    void begin() throws Exception {
        database.run("CREATE TABLE log (what text);"
                + "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN INSERT INTO log VALUES (TG_OP || '' '' || TG_TABLE_NAME); RETURN NULL; END'");
        for (String table : List.of("a", "b")) {
            database.run("CREATE TABLE " + table + " (id bigint PRIMARY KEY, name text);"
                    + "INSERT INTO " + table + " VALUES (1, 'old'), (2, 'old');"
                    + "CREATE TRIGGER note AFTER INSERT OR DELETE ON " + table
                    + " FOR EACH STATEMENT EXECUTE PROCEDURE note()");
        }
        target.gathered().allow(true);
        target.gathered().begin();
    }

    @AfterEach
    void end() {
        target.reset();
        database.drop();
    }

    private static Row row(String id, String name) {
        return new RowBuilder().add(id).add(name).build();
    }

    private void write(String table, Row... rows) {
        Relation relation = new Relation(new TableName("public", table), List.of("id", "name"), new int[] {0});
        RowGroup group = new RowGroup(relation, Operation.INSERT, Arrays.asList(rows), List.of(), List.of());
        target.gathered().write(CopiedInto.of(relation.table(), group, null), group.rows());
    }

    private void delete(String table, String... ids) throws SQLException {
        String name = new TableName("public", table).toSql();
        String statement = "DELETE FROM " + name + " AS t WHERE t.id = ANY (CAST(:?key1 AS bigint[]))";
        target.gathered().delete(name, statement, Map.of("key1", "{" + String.join(",", ids) + "}"));
    }

    private List<String> rows(String table) {
        return database.rows("SELECT id || ' ' || name FROM " + table + " ORDER BY id");
    }

    @Test
    void rowsOfAllTablesAreDeletedFirstAndEachTableIsCopiedIntoOnce() throws Exception {
        // when
        delete("a", "1");
        write("a", row("1", "new"));
        write("a", row("3", "new"));
        delete("b", "2");
        write("b", row("4", "new"));
        target.commit();

        // then
        assertThat(rows("a")).containsExactly("1 new", "2 old", "3 new");
        assertThat(rows("b")).containsExactly("1 old", "4 new");
        assertThat(database.rows("SELECT what FROM log"))
                .containsExactly("DELETE a", "DELETE b", "INSERT a", "INSERT b");
    }

    @Test
    void rowIsDeletedAfterItWasWritten() throws Exception {
        // when
        write("a", row("3", "new"));
        delete("a", "3", "1");
        target.commit();

        // then
        assertThat(rows("a")).containsExactly("2 old");
    }

    @Test
    void whateverElseIsAskedOfTheTargetComesAfterwards() throws Exception {
        // when
        write("a", row("3", "new"));

        // then
        try (Statement statement = target.getConnection().createStatement()) {
            assertThat(statement.executeUpdate("UPDATE a SET name = 'newer' WHERE name = 'new'"))
                    .isEqualTo(1);
        }
    }

    @Test
    void manyTablesNeedMoreThanOneRoundOfDeletes() throws Exception {
        // when
        for (int n = 0; n < 500; n++) {
            delete(n % 2 == 0 ? "a" : "b", Integer.toString(n % 3));
        }
        target.commit();

        // then
        assertThat(rows("a")).isEmpty();
        assertThat(rows("b")).isEmpty();
    }

    @Test
    void nothingIsCommittedAfterARefusalBeforeAllIsUndone() throws Exception {
        // given
        Savepoint before = target.mark();
        delete("b", "1");
        write("a", row("3", "new"), row("x", "no number"));
        write("b", row("5", "new"));

        // when
        assertThatThrownBy(target.gathered()::send).isInstanceOfAny(SQLException.class, Refusal.class);

        // then
        assertThat(target.gathered().hasFailed()).isTrue();
        assertThatThrownBy(target::commit).isInstanceOf(SQLException.class);
        target.gathered().send();
        assertThatThrownBy(target::commit)
                .hasMessage(
                        "rows are missing that the target has refused, and a step of a route has passed over that: let the route fail there");

        // and when
        target.rollbackTo(before);
        target.commit();

        // then
        assertThat(target.gathered().hasFailed()).isFalse();
        assertThat(target.gathered().isOn()).isFalse();
        assertThat(rows("a")).containsExactly("1 old", "2 old");
        assertThat(rows("b")).containsExactly("1 old", "2 old");
    }

    @Test
    void rowThatIsThereAlreadyIsARefusalToo() throws Exception {
        // given
        Savepoint before = target.mark();
        write("a", row("1", "new"));

        // then
        assertThatThrownBy(target.gathered()::send).isInstanceOf(DuplicateKeyException.class);
        assertThat(target.gathered().hasFailed()).isTrue();
        target.rollbackTo(before);
    }
}
