package io.adbpg.sync.load;

import io.adbpg.sync.apply.Target;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.UnalteredTables;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.apache.camel.ProducerTemplate;

/** Records that tables are loaded, in the transaction that is under way. */
final class LoadCompletion {
    private final TableStates states;
    private final Database source;
    private final Database target;
    private final Target connection;

    private LoadCompletion(TableStates states, Database source, Database target, Target connection) {
        this.states = states;
        this.source = source;
        this.target = target;
        this.connection = connection;
    }

    static LoadCompletion of(String job, ProducerTemplate template, Target connection) {
        return new LoadCompletion(
                new TableStates(job, template), Database.source(template), Database.target(template), connection);
    }

    /**
     * Records that tables are loaded; a shadow table replaces its target table, and what the quarantine held of
     * the table goes.
     *
     * @param lsn the position of the load
     * @throws io.adbpg.sync.failure.Refusal if a source table was altered meanwhile: a rewritten table looks empty to an older
     *     snapshot
     */
    void record(List<LoadTask> tasks, long lsn) throws SQLException {
        List<SourceTable> tables =
                tasks.stream().map(task -> task.load().table()).toList();
        UnalteredTables.require(source, tasks.get(0).version(), tables);
        LostKeys keys = states.lostKeys();
        Set<TableName> lost = keys.among(tables.stream().map(SourceTable::name).toList());
        for (LoadTask task : tasks) {
            if (task.load().mapping() != null && lost.contains(task.load().name())) {
                keys.restore(task.load(), task.into(), addition -> task.alter(target, addition));
            }
            task.swap();
            task.quarantine().clear(connection.own());
        }
        states.markLoaded(tasks, lsn);
    }
}
