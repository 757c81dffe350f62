package io.adbpg.sync.load;

import java.util.ArrayList;
import java.util.List;

/**
 * What is copied in one transaction: a table or a part of one, tables whose foreign keys form a circle, or several small tables.
 *
 * @param isDivisible whether its tables may as well be copied one by one
 */
record LoadUnit(List<TablePart> parts, boolean isDivisible) {
    /** A larger table takes longer than its transaction costs. */
    private static final long SMALL_BYTES = 1 << 20;

    private static final long MOST_BYTES = 8 << 20;
    private static final int MOST_TABLES = 50;

    /** Each thread is to have so many units, so that none waits long for the others at the end. */
    private static final int UNITS_PER_THREAD = 4;

    /** A part with a transaction of its own. */
    static LoadUnit of(TablePart part) {
        return new LoadUnit(List.of(part), false);
    }

    /** Parts that must come in one transaction; each is all of its table. */
    static LoadUnit inseparable(List<TablePart> parts) {
        return new LoadUnit(linked(parts), false);
    }

    private static List<TablePart> linked(List<TablePart> parts) {
        List<LoadTask> tasks = parts.stream().map(TablePart::task).toList();
        List<TablePart> linked = new ArrayList<>();
        for (TablePart part : parts) {
            linked.add(part.sharing(tasks, linked.size() < parts.size() - 1));
        }
        return linked;
    }

    /** Gathers small tables in units; the others stay as they are. */
    static List<LoadUnit> gather(List<LoadUnit> units, int threads) {
        List<LoadUnit> gathered = new ArrayList<>();
        List<TablePart> small = new ArrayList<>();
        for (LoadUnit unit : units) {
            if (unit.isSmall()) {
                small.add(unit.parts.get(0));
            } else {
                gathered.add(unit);
            }
        }
        int most = Math.max(1, Math.min(MOST_TABLES, small.size() / (UNITS_PER_THREAD * threads)));
        List<TablePart> next = new ArrayList<>();
        long bytes = 0;
        for (TablePart part : small) {
            next.add(part);
            bytes += part.task().size().bytes();
            if (next.size() == most || bytes >= MOST_BYTES) {
                gathered.add(new LoadUnit(linked(next), next.size() > 1));
                next.clear();
                bytes = 0;
            }
        }
        if (!next.isEmpty()) {
            gathered.add(new LoadUnit(linked(next), next.size() > 1));
        }
        return gathered;
    }

    private boolean isSmall() {
        TablePart part = parts.get(0);
        return parts.size() == 1
                && part.isWhole()
                && part.task().load().way() == TableLoad.Way.COPY
                && part.task().size().bytes() <= SMALL_BYTES;
    }

    /** Returns a unit for each table. */
    List<LoadUnit> divided() {
        return parts.stream()
                .map(part -> of(new TablePart(part.task(), part.snapshot(), part.condition())))
                .toList();
    }

    boolean hasFailed() {
        return parts.stream().anyMatch(part -> part.task().hasFailed());
    }
}
