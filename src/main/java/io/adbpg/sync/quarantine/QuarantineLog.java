package io.adbpg.sync.quarantine;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what has come into quarantine: each of the first changes in a minute, then how many more. */
final class QuarantineLog {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");
    private static final int MOST = 10;

    private final List<Line> lines = new ArrayList<>();
    private long minute;
    private int told;
    private long untold;

    private record Line(TableName table, Row key, String text) {}

    /** Notes a change, to be told when it is committed. */
    void add(QuarantinedChange change) {
        if (told + lines.size() < MOST) {
            lines.add(new Line(change.table(), change.key(), change + ": " + change.message()));
        } else {
            untold++;
        }
    }

    /** Tells what was noted, if its row is in quarantine still. */
    void tell(BiPredicate<TableName, Row> isQuarantined) {
        for (Line line : lines) {
            if (isQuarantined.test(line.table, line.key)) {
                LOG.warn("quarantine: {}", line.text);
                told++;
            }
        }
        lines.clear();
        long now = System.nanoTime() / Duration.ofMinutes(1).toNanos();
        if (now != minute) {
            if (untold > 0) {
                LOG.warn("quarantine: {} more changes; see them by `quarantine list`", untold);
            }
            minute = now;
            told = 0;
            untold = 0;
        }
    }

    /** Forgets what was noted. */
    void clear() {
        lines.clear();
    }
}
