package io.adbpg.sync.operate;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns once of each step that brings the job's slot nearer to its end, or the source's disk. */
final class SlotAlarm {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");
    private static final long GIGABYTE = 1L << 30;

    private long step;
    private String status = "";

    /** Looks at the slot as it is now; returns the warning, if one is due. */
    Optional<String> saw(SlotStatus slot) {
        long before = step;
        step = step(slot);
        String newStatus = slot.walStatus() == null ? "" : slot.walStatus();
        boolean isWorse = !newStatus.equals(status) && (newStatus.equals("unreserved") || newStatus.equals("lost"));
        status = newStatus;
        if (step <= before && !isWorse) {
            return Optional.empty();
        }
        String retained = "slot " + slot.name() + " retains " + megabytes(slot.heldBytes()) + " of the source's WAL";
        String warning = newStatus.equals("lost")
                ? "slot " + slot.name() + " has lost WAL that the job needs: it can't go on from here once it stops"
                : slot.limitBytes().isPresent()
                        ? retained + ", of " + megabytes(slot.limitBytes().getAsLong())
                                + " that max_slot_wal_keep_size allows; beyond that the job has to load its tables again:"
                                + " let it catch up, or raise the setting"
                        : retained + ", and nothing limits that: watch the source's disk, or let the job catch up";
        LOG.warn(warning);
        return Optional.of(warning);
    }

    /** Half and four fifths of the limit; without one each doubling from a gigabyte on. */
    private static long step(SlotStatus slot) {
        if (slot.limitBytes().isPresent()) {
            double share = (double) slot.heldBytes() / slot.limitBytes().getAsLong();
            return share >= 0.8 ? 2 : share >= 0.5 ? 1 : 0;
        }
        return slot.heldBytes() < GIGABYTE ? 0 : 64 - Long.numberOfLeadingZeros(slot.heldBytes() / GIGABYTE);
    }

    private static String megabytes(long bytes) {
        return bytes / (1 << 20) + " MB";
    }
}
