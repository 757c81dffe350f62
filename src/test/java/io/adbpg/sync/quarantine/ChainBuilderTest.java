package io.adbpg.sync.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowBuilder;
import org.junit.jupiter.api.Test;

class ChainBuilderTest {
    private static final TableName ORDERS = TableName.parse("app.orders");
    private static final TableName ITEMS = TableName.parse("app.items");

    private final ChainBuilder chains = new ChainBuilder();

    private static Row key(int id) {
        return new RowBuilder().add(Integer.toString(id)).build();
    }

    @Test
    void changesOfOneRowAreOneChain() {
        // when
        chains.add(1, ORDERS, key(1), null, "22003", 10);
        chains.add(2, ORDERS, key(2), null, "22003", 10);
        chains.add(3, ORDERS, key(1), null, null, 10);
        chains.add(4, ITEMS, key(1), null, "22003", 10);

        // then
        assertThat(chains.all())
                .extracting(chain -> chain.table() + " " + chain.ids())
                .containsExactly("app.orders [1, 3]", "app.orders [2]", "app.items [4]");
    }

    @Test
    void changeOfKeyLinksTheRowsOfBothKeys() {
        // when
        chains.add(1, ORDERS, key(1), null, "22003", 10);
        chains.add(2, ORDERS, key(2), null, "22003", 10);
        chains.add(3, ORDERS, key(3), key(1), null, 10);
        chains.add(4, ORDERS, key(2), key(3), null, 10);

        // then
        assertThat(chains.all()).singleElement().satisfies(chain -> {
            assertThat(chain.ids()).containsExactly(1L, 2L, 3L, 4L);
            assertThat(chain.keys()).containsExactlyInAnyOrder(key(1), key(2), key(3));
            assertThat(chain.bytes()).isEqualTo(40);
        });
    }

    @Test
    void chainDependsOnOtherRowsIfEveryRefusalMay() {
        // when
        chains.add(1, ORDERS, key(1), null, "23503", 10);
        chains.add(2, ORDERS, key(1), null, null, 10);
        chains.add(3, ORDERS, key(2), null, "23505", 10);
        chains.add(4, ORDERS, key(2), null, "22003", 10);

        // then
        assertThat(chains.all()).extracting(ChangeChain::dependsOnOthers).containsExactly(true, false);
    }
}
