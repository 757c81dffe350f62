package io.adbpg.sync.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SlotAlarmTest {
    private static final long MEGABYTE = 1 << 20;

    private final SlotAlarm alarm = new SlotAlarm();

    private static SlotStatus slot(String walStatus, long held, OptionalLong limit) {
        return new SlotStatus("adbpg_sync_shop", true, walStatus, held * MEGABYTE, limit, 0);
    }

    @Test
    void eachStepTowardsTheLimitIsToldOnce() {
        OptionalLong limit = OptionalLong.of(100 * MEGABYTE);

        assertThat(alarm.saw(slot("reserved", 49, limit))).isEmpty();
        assertThat(alarm.saw(slot("reserved", 50, limit))).hasValueSatisfying(warning -> assertThat(warning)
                .contains("adbpg_sync_shop retains 50 MB", "of 100 MB", "max_slot_wal_keep_size"));
        assertThat(alarm.saw(slot("reserved", 60, limit))).isEmpty();
        assertThat(alarm.saw(slot("extended", 80, limit))).isPresent();
        assertThat(alarm.saw(slot("extended", 90, limit))).isEmpty();
        assertThat(alarm.saw(slot("reserved", 0, limit))).isEmpty();
        assertThat(alarm.saw(slot("reserved", 55, limit))).isPresent();
    }

    @Test
    void withoutLimitEachDoublingFromAGigabyteOn() {
        assertThat(alarm.saw(slot(null, 1000, OptionalLong.empty()))).isEmpty();
        assertThat(alarm.saw(slot(null, 1024, OptionalLong.empty()))).isPresent();
        assertThat(alarm.saw(slot(null, 2000, OptionalLong.empty()))).isEmpty();
        assertThat(alarm.saw(slot(null, 2048, OptionalLong.empty()))).isPresent();
    }

    @Test
    void lostSlotIsToldOnce() {
        OptionalLong limit = OptionalLong.of(100 * MEGABYTE);

        assertThat(alarm.saw(slot("lost", 0, limit)))
                .hasValueSatisfying(warning -> assertThat(warning).contains("has lost WAL"));
        assertThat(alarm.saw(slot("lost", 0, limit))).isEmpty();
    }
}
