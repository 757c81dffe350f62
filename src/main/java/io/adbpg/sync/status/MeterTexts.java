package io.adbpg.sync.status;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.Map;

/** Gives the job's meters their descriptions and base units, as Prometheus shows them in HELP. */
public final class MeterTexts implements MeterFilter {
    private static final Map<String, Text> TEXTS = Map.ofEntries(
            text("adbpg.sync.state", "1 for the state that the job is in, 0 for the others"),
            text("adbpg.sync.tables", "How many tables are in each state"),
            text(
                    "adbpg.sync.behind.seconds",
                    "How far the target is behind: the age of the oldest change it lacks",
                    "seconds"),
            text("adbpg.sync.behind.bytes", "WAL of the source that the target is not known to hold", "bytes"),
            text("adbpg.sync.delay", "Per batch, from its oldest commit on the source to the commit on the target"),
            text("adbpg.sync.changes", "Rows written, after folding"),
            text("adbpg.sync.truncates.ignored", "TRUNCATEs on the source after which the target kept the rows"),
            text("adbpg.sync.source.changes", "Changes of the source that were applied since the start"),
            text(
                    "adbpg.sync.applied.changes",
                    "Changes of the source that were applied since the job began, kept with its position"),
            text("adbpg.sync.batches", "Commits on the target"),
            text("adbpg.sync.batch.changes", "Changes in a batch", "changes"),
            text("adbpg.sync.apply", "Time to apply a batch"),
            text("adbpg.sync.vacuum.due", "Target tables with many dead rows that nothing removes"),
            text("adbpg.sync.routes.refused", "1 while the route files hold what can't be taken over"),
            text("adbpg.sync.slot.active", "1 if something reads the slot"),
            text("adbpg.sync.slot.held.bytes", "WAL that the source keeps for the slot", "bytes"),
            text("adbpg.sync.slot.limit.bytes", "WAL that the source may keep for the slot", "bytes"),
            text("adbpg.sync.quarantined", "Changes in quarantine"),
            text("adbpg.sync.load.rows", "Rows read by the last load of a table since the start", "rows"),
            text("adbpg.sync.load.bytes", "Bytes read by the last load of a table since the start", "bytes"),
            text("adbpg.sync.load.share", "How far the last load of a table is, 0 to 1"));

    private record Text(String description, String unit) {}

    private static Map.Entry<String, Text> text(String name, String description) {
        return text(name, description, null);
    }

    private static Map.Entry<String, Text> text(String name, String description, String unit) {
        return Map.entry(name, new Text(description, unit));
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        Text text = TEXTS.get(id.getName());
        return text == null
                ? id
                : new Meter.Id(
                        id.getName(),
                        Tags.of(id.getTagsAsIterable()),
                        text.unit() == null ? id.getBaseUnit() : text.unit(),
                        text.description(),
                        id.getType());
    }
}
