package io.adbpg.sync.load;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import java.util.List;
import java.util.Set;
import org.apache.camel.ProducerTemplate;

/** Records that tables are loaded, in the transaction that is under way. */
final class LoadCompletion {
    private final TableStates states;
    private final Database source;
    private final Database target;

    private LoadCompletion(TableStates states, Database source, Database target) {
        this.states = states;
        this.source = source;
        this.target = target;
    }

    static LoadCompletion of(String job, ProducerTemplate template) {
        return new LoadCompletion(new TableStates(job, template), Database.source(template), Database.target(template));
    }

    /**
     * Records that tables are loaded; a shadow table replaces its target table.
     *
     * @param lsn the position of the load
     * @throws io.adbpg.sync.failure.Refusal if a source table was altered meanwhile: a rewritten table looks empty to an older
     *     snapshot
     */
    void record(List<LoadTask> tasks, long lsn) {
        List<SourceTable> tables =
                tasks.stream().map(task -> task.load().table()).toList();
        SourceTables.requireUnaltered(source, tasks.get(0).version(), tables);
        LostKeys keys = states.lostKeys();
        Set<TableName> lost = keys.among(tables.stream().map(SourceTable::name).toList());
        for (LoadTask task : tasks) {
            if (task.load().mapping() != null && lost.contains(task.load().name())) {
                keys.restore(task.load(), task.into(), addition -> task.alter(target, addition));
            }
            task.swap();
        }
        states.markLoaded(tasks, lsn);
    }
}
