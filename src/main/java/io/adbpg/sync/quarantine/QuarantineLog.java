package io.adbpg.sync.quarantine;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs quarantined changes: the first 10 of a minute one by one, then how many more there were. */
final class QuarantineLog {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");
    private static final int MOST = 10;

    private final List<Line> lines = new ArrayList<>();
    private long minute;
    private int logged;
    private long unlogged;

    private record Line(TableName table, Row key, String text) {}

    /** Adds a change, to be logged when it is committed. */
    void add(QuarantinedChange change) {
        if (logged + lines.size() < MOST) {
            lines.add(new Line(change.table(), change.key(), change + ": " + change.message()));
        } else {
            unlogged++;
        }
    }

    /** Logs the added changes whose rows are still quarantined. */
    void write(BiPredicate<TableName, Row> isQuarantined) {
        for (Line line : lines) {
            if (isQuarantined.test(line.table, line.key)) {
                LOG.warn("quarantine: {}", line.text);
                logged++;
            }
        }
        lines.clear();
        long now = System.nanoTime() / Duration.ofMinutes(1).toNanos();
        if (now != minute) {
            tellOthers();
            minute = now;
            logged = 0;
        }
    }

    /** Logs all added changes, and how many more there were. */
    void writeAll() {
        write((table, key) -> true);
        tellOthers();
    }

    /** Logs how many more changes there were than were logged one by one. */
    private void tellOthers() {
        if (unlogged > 0) {
            LOG.warn("quarantine: {} more changes; `quarantine list` shows them", unlogged);
        }
        unlogged = 0;
    }

    /** Drops the added changes. */
    void clear() {
        lines.clear();
        unlogged = 0;
    }
}
