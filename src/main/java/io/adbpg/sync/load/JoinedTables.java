package io.adbpg.sync.load;

import io.adbpg.sync.apply.Target;
import io.adbpg.sync.catalog.ShapeChange;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TableShape;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.load.TableStates.Phase;
import io.adbpg.sync.load.TableStates.State;
import io.adbpg.sync.mapping.TableMapping;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.resume.CommitPosition;
import io.adbpg.sync.status.JobStatus;
import io.adbpg.sync.status.TableStatus;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which tables of a job are in step, and how loaded tables join them.
 *
 * <p>A loaded table is at the position of its load, the others are at the job's. The stream goes on from the lower of the two,
 * and applies only the changes of the tables that are behind, until it reaches the higher one. Then all tables are at the same
 * position.
 */
public final class JoinedTables {
    private static final Logger LOG = LoggerFactory.getLogger(JoinedTables.class);

    private final TableStates stored;
    private final CommitPosition position;
    private final Target target;
    private final Map<TableName, State> states;
    private final Map<TableName, ShapeChange> deferred = new TreeMap<>();

    /** @param states the states as {@link TableStates#read} found them */
    public JoinedTables(TableStates stored, Map<TableName, State> states, CommitPosition position, Target target) {
        this.stored = stored;
        this.position = position;
        this.target = target;
        this.states = new TreeMap<>(states);
    }

    /** Whether the target still holds these states: a load on other threads may have changed them. */
    public boolean isCurrent() {
        return stored.find().equals(states);
    }

    /** The tables that get changes from the stream. */
    public Set<TableName> streamed() {
        return names(Phase.SYNCED, Phase.BEHIND);
    }

    /** The tables that are catching up with the others. */
    public Set<TableName> behind() {
        return position.ahead() == 0 ? Set.of() : names(Phase.BEHIND);
    }

    /** The tables whose rows are on the target, in step or on the way there. */
    public Set<TableName> inStep() {
        return new TreeSet<>(names(Phase.SYNCED, Phase.BEHIND, Phase.LOADED));
    }

    /** The tables that are to be loaded again. */
    public Set<TableName> reloading() {
        return names(Phase.RELOAD);
    }

    /** The captured tables that are to be loaded. */
    public List<SourceTable> missing(SourceTables captured) {
        Set<TableName> there = names(Phase.SYNCED, Phase.BEHIND, Phase.LOADED);
        return captured.all().stream()
                .filter(table -> !there.contains(table.name()))
                .toList();
    }

    /** The state of a table; null if it has none. */
    public State of(TableName name) {
        return states.get(name);
    }

    private Set<TableName> names(Phase... phases) {
        List<Phase> wanted = List.of(phases);
        return states.entrySet().stream()
                .filter(entry -> wanted.contains(entry.getValue().phase()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the tables with a state that are none of these. */
    public Set<TableName> others(Collection<TableName> names) {
        Set<TableName> others = new TreeSet<>(states.keySet());
        others.removeAll(names);
        return others;
    }

    /** Forgets all other tables; if one comes back, it is loaded. */
    public void keepOnly(Collection<TableName> names) throws Exception {
        Set<TableName> gone = others(names);
        stored.forget(gone);
        target.commit();
        states.keySet().removeAll(gone);
    }

    /** Forgets the tables whose entry names another target now, since their rows are not there. */
    public void forgetMoved(TableRoutes routes) throws Exception {
        Set<TableName> moved = new TreeSet<>();
        states.keySet().stream().filter(name -> !keepsItsTarget(name, routes)).forEach(moved::add);
        stored.forget(moved);
        target.commit();
        states.keySet().removeAll(moved);
    }

    /** Whether a table's entry still names the target table that has its rows. The table must have a state. */
    public boolean keepsItsTarget(TableName name, TableRoutes routes) {
        return Objects.equals(states.get(name).target(), targetOf(name, routes));
    }

    private static TableName targetOf(TableName name, TableRoutes routes) {
        TableMapping mapping = routes.of(name).mapping();
        return mapping == null ? null : mapping.target(name);
    }

    /** Marks tables to be loaded again. */
    public void reload(Collection<TableName> names) throws Exception {
        setPhase(names.stream().filter(states::containsKey).toList(), Phase.RELOAD);
        target.commit();
    }

    /** Notes that the target of a table which is loaded again is altered for a change of the source table with that load. */
    public void defer(TableName name, ShapeChange change) {
        deferred.put(name, change);
    }

    /** The change of a source table whose target is altered with the next load; null if there is none. */
    public ShapeChange deferred(TableName name) {
        return deferred.get(name);
    }

    /** Records that a table's rows on the target are in line with its new shape; the caller commits. */
    public void reshape(TableName name, ShapeChange change) {
        stored.reshape(name, change);
        State state = states.get(name);
        states.put(name, new State(state.target(), state.phase(), state.lsn(), change.after(), change.before()));
    }

    /** Records why rows of a table on the target are not those of the source; the caller commits. */
    public void noteStale(TableName name, Message why) {
        stored.noteStale(name, why);
    }

    /** Records that the target of a table has lost its primary key until the next load; the caller commits. */
    public void noteLostKey(TableName name) {
        stored.lostKeys().note(name);
    }

    /** Records that a root's rows on the target are in line with its partitions. */
    public void notePartitions(SourceTable root) throws Exception {
        note(root.name(), states.get(root.name()).shape().with(root.shape().partitions()));
    }

    /** Records the shape of a table, where nothing has changed that asks for more. */
    public void noteShape(SourceTable table) throws Exception {
        note(table.name(), table.shape().with(states.get(table.name()).shape().partitions()));
    }

    private void note(TableName name, TableShape shape) throws Exception {
        State state = states.get(name);
        stored.noteShape(name, shape);
        target.commit();
        states.put(name, new State(state.target(), state.phase(), state.lsn(), shape, state.previous()));
    }

    /** The previous shapes of altered tables, for which the stream may still deliver changes. */
    public Map<TableName, TableShape> previousShapes() {
        Map<TableName, TableShape> previous = new TreeMap<>();
        states.forEach((name, state) -> {
            if (state.previous() != null) {
                previous.put(name, state.previous());
            }
        });
        return previous;
    }

    /** Loaded tables need the stream's changes after this position; {@link Long#MAX_VALUE} if there are none. */
    public long neededFrom() {
        return states.values().stream()
                .filter(state -> state.phase() == Phase.LOADED)
                .mapToLong(State::lsn)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /**
     * Lets tables join at the job's position without being loaded; none while some are catching up.
     *
     * @return the tables that are to be loaded all the same, since somebody asked for it
     */
    public List<SourceTable> joinWithoutLoad(List<SourceTable> missing, TableRoutes routes) throws Exception {
        Map<Boolean, List<SourceTable>> byReload = missing.stream().collect(Collectors.partitioningBy(table -> {
            State state = states.get(table.name());
            return state != null && state.phase() == Phase.RELOAD;
        }));
        if (position.ahead() == 0) {
            join(byReload.get(false), routes);
        }
        return byReload.get(true);
    }

    private void join(Collection<SourceTable> tables, TableRoutes routes) throws Exception {
        if (tables.isEmpty()) {
            return;
        }
        Map<SourceTable, TableName> targets = new LinkedHashMap<>();
        tables.forEach(table -> targets.put(table, targetOf(table.name(), routes)));
        stored.join(targets);
        targets.forEach(
                (table, into) -> states.put(table.name(), new State(into, Phase.SYNCED, 0, table.shape(), null)));
        target.commit();
    }

    /** Lets the loaded tables join the stream; none while some are catching up already. */
    public void joinLoaded() throws Exception {
        Set<TableName> loaded = names(Phase.LOADED);
        if (loaded.isEmpty() || position.ahead() > 0) {
            return;
        }
        long written = position.written();
        // There is one load at a time, so all have the position of the same snapshot.
        long lsn = states.get(loaded.iterator().next()).lsn();
        Set<TableName> others = names(Phase.SYNCED);
        boolean together = others.isEmpty() || lsn == written;
        boolean loadedAreBehind = lsn < written;
        setPhase(loaded, !together && loadedAreBehind ? Phase.BEHIND : Phase.SYNCED);
        if (!together && !loadedAreBehind) {
            setPhase(others, Phase.BEHIND);
        }
        if (others.isEmpty()) {
            position.skipTo(lsn);
        } else if (together) {
            position.split(lsn, 0);
        } else {
            position.split(Math.min(lsn, written), Math.max(lsn, written));
        }
        target.commit();
    }

    /**
     * Drops, in a transaction of its own, what loads have replaced and a killed job has left. What can't be dropped now, the end of
     * the next load does.
     */
    public void dropReplaced() throws SQLException {
        if (names(Phase.LOADED).isEmpty()) {
            return;
        }
        try {
            stored.dropReplaced();
            target.commit();
        } catch (Failed e) {
            LOG.debug("cannot drop what was replaced", e);
            target.own().rollback();
        }
    }

    /** Records that all streamed tables are at the same position. */
    public void endCatchUp(long reached) throws Exception {
        position.split(reached, 0);
        setPhase(names(Phase.BEHIND), Phase.SYNCED);
        target.commit();
    }

    /** Reports which captured tables are in step, and which are catching up. */
    public void report(JobStatus status, SourceTables captured) {
        Set<TableName> streamed = streamed();
        Set<TableName> behind = behind();
        for (SourceTable table : captured.all()) {
            if (streamed.contains(table.name())) {
                status.table(
                        table.name(),
                        behind.contains(table.name()) ? TableStatus.State.CATCHING_UP : TableStatus.State.SYNCING);
            }
        }
    }

    private void setPhase(Collection<TableName> names, Phase phase) {
        stored.setPhase(names, phase);
        names.forEach(name -> states.put(name, states.get(name).in(phase)));
    }
}
