package io.adbpg.sync.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.catalog.TableName;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The catalogue is asked as often as needed, and no more. */
class AlterationLooksTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 10);
    private final AtomicInteger asked = new AtomicInteger();
    private final Set<TableName> altered = new HashSet<>();
    private final List<TableName> tables =
            IntStream.range(0, 419).mapToObj(n -> new TableName("app", "t" + n)).toList();
    private final AlterationLooks looks = new AlterationLooks(tables, this::altered, clock::incrementAndGet);

    private Set<TableName> altered(Collection<TableName> some) {
        asked.incrementAndGet();
        Set<TableName> found = new HashSet<>(some);
        found.retainAll(altered);
        return found;
    }

    @Test
    void burstOfDescriptionsTakesAFewLooks() {
        // given
        altered.add(tables.get(300));

        // when
        List<TableName> found = tables.stream().filter(looks::isAltered).toList();

        // then
        assertThat(found).containsExactly(tables.get(300));
        assertThat(asked).hasValueLessThan(11);
    }

    @Test
    void descriptionThatWasReadAfterALookNeedsAnother() {
        // given
        looks.isAltered(tables.get(1));
        looks.isAltered(tables.get(2));

        // when
        altered.add(tables.get(1));
        boolean before = looks.isAltered(tables.get(1));
        looks.noteRead(clock.incrementAndGet());
        boolean after = looks.isAltered(tables.get(1));

        // then
        assertThat(before).isFalse();
        assertThat(after).isTrue();
    }

    @Test
    void descriptionsOnceInAWhileTakeOneTableEach() {
        // when
        for (TableName table : tables.subList(0, 20)) {
            clock.addAndGet(SECOND);
            looks.noteRead(clock.get());
            looks.isAltered(table);
        }

        // then
        assertThat(asked).hasValue(20);
        clock.addAndGet(SECOND);
        looks.isAltered(tables.get(20));
        assertThat(asked).hasValue(21);
    }
}
