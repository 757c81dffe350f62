package io.adbpg.sync.load;

import io.adbpg.sync.apply.Target;
import io.adbpg.sync.catalog.ShapeChange;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TableShape;
import io.adbpg.sync.load.TableStates.Phase;
import io.adbpg.sync.load.TableStates.State;
import io.adbpg.sync.mapping.TableMapping;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.resume.CommitPosition;
import io.adbpg.sync.status.JobStatus;
import io.adbpg.sync.status.TableStatus;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which tables of a job are in step, and how those come into step that were loaded.
 *
 * <p>A loaded table is at the position of its load, the others at the job's. The stream goes on at the lower of the two,
 * for the tables that are there only, until it has come to the higher one: then all are at the same position.
 */
public final class JoinedTables {
    private final TableStates stored;
    private final CommitPosition position;
    private final Target target;
    private final Map<TableName, State> states;

    /** The tables with their states, as {@link TableStates#read} found them. */
    public JoinedTables(TableStates stored, Map<TableName, State> states, CommitPosition position, Target target) {
        this.stored = stored;
        this.position = position;
        this.target = target;
        this.states = new TreeMap<>(states);
    }

    /** The tables whose changes come by the stream. */
    public Set<TableName> streamed() {
        return names(Phase.SYNCED, Phase.BEHIND);
    }

    /** Those that are behind the others. */
    public Set<TableName> behind() {
        return position.ahead() == 0 ? Set.of() : names(Phase.BEHIND);
    }

    /** Those that are to be loaded again. */
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

    /** Those that are loaded and wait to come into the stream. */
    public Set<TableName> loaded() {
        return names(Phase.LOADED);
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

    /** Forgets the tables that are none of these: if they come back they are loaded. */
    public void keepOnly(Collection<TableName> names) throws Exception {
        Set<TableName> gone = new TreeSet<>(states.keySet());
        gone.removeAll(names);
        stored.forget(gone);
        target.commit();
        states.keySet().removeAll(gone);
    }

    /** Forgets the tables whose entry names another target now: the rows are not there. */
    public void forgetMoved(TableRoutes routes) throws Exception {
        Set<TableName> moved = new TreeSet<>();
        states.keySet().stream().filter(name -> !keepsItsTarget(name, routes)).forEach(moved::add);
        stored.forget(moved);
        target.commit();
        states.keySet().removeAll(moved);
    }

    /** Whether the entry of a table that has a state names the target that its rows are in. */
    public boolean keepsItsTarget(TableName name, TableRoutes routes) {
        return Objects.equals(states.get(name).target(), targetOf(name, routes));
    }

    private static TableName targetOf(TableName name, TableRoutes routes) {
        TableMapping mapping = routes.of(name).mapping();
        return mapping == null ? null : mapping.target(name);
    }

    /** Notes that streamed tables are to be loaded again. */
    public void reload(Collection<TableName> names) throws Exception {
        setPhase(names.stream().filter(states::containsKey).toList(), Phase.RELOAD);
        target.commit();
    }

    /** Notes that the rows of a table on the target are in line with what was done to it; the caller commits. */
    public void reshape(TableName name, ShapeChange change) {
        stored.reshape(name, change);
        State state = states.get(name);
        states.put(name, new State(state.target(), state.phase(), state.lsn(), change.after(), change.before()));
    }

    /** The tables that were altered, as changes may still come that were made before. */
    public Map<TableName, TableShape> previousShapes() {
        Map<TableName, TableShape> previous = new TreeMap<>();
        states.forEach((name, state) -> {
            if (state.previous() != null) {
                previous.put(name, state.previous());
            }
        });
        return previous;
    }

    /** What comes after this position is needed again, by tables that are loaded. */
    public long neededFrom() {
        return states.values().stream()
                .filter(state -> state.phase() == Phase.LOADED)
                .mapToLong(State::lsn)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /**
     * Lets tables that are not to be loaded begin at the job's position; not while some are behind.
     *
     * @return those that are to be loaded again all the same
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

    /** Notes that tables are in step which are not to be loaded. */
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

    /** Brings the loaded tables into the stream; not while some are behind already. */
    public void joinLoaded() throws Exception {
        Set<TableName> loaded = names(Phase.LOADED);
        if (loaded.isEmpty() || position.ahead() > 0) {
            return;
        }
        long written = position.written();
        // One load at a time: they are all of the same one.
        long lsn = states.get(loaded.iterator().next()).lsn();
        Set<TableName> others = names(Phase.SYNCED);
        boolean together = others.isEmpty() || lsn == written;
        boolean loadedAreBehind = lsn < written;
        setPhase(loaded, !together && loadedAreBehind ? Phase.BEHIND : Phase.SYNCED);
        if (!together && !loadedAreBehind) {
            setPhase(others, Phase.BEHIND);
        }
        if (together) {
            position.part(lsn, 0);
        } else {
            position.part(Math.min(lsn, written), Math.max(lsn, written));
        }
        target.commit();
    }

    /** Notes that all streamed tables are at the same position. */
    public void endCatchUp(long reached) throws Exception {
        position.part(reached, 0);
        setPhase(names(Phase.BEHIND), Phase.SYNCED);
        target.commit();
    }

    /** Tells which of the captured tables are in step, and which catch up with the others. */
    public void tell(JobStatus status, SourceTables captured) {
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
