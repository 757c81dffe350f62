package io.adbpg.sync.fold;

import static io.adbpg.sync.fold.Operation.DELETE;
import static io.adbpg.sync.fold.Operation.INSERT;
import static io.adbpg.sync.fold.Operation.TRUNCATE;
import static io.adbpg.sync.fold.Operation.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationTest {

    @Test
    void listMayHaveAnyOrderAndCase() {
        assertThat(Operation.parseList("delete, INSERT ,update")).containsExactlyInAnyOrder(INSERT, UPDATE, DELETE);
        assertThat(Operation.parseList("truncate")).containsExactly(TRUNCATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "insert,", "insert update", "upsert"})
    void unknownWordIsRefused(String list) {
        assertThatThrownBy(() -> Operation.parseList(list))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown operation '")
                .hasMessageContaining("insert, update, delete, truncate");
    }

    @Test
    void wordIsLowerCase() {
        assertThat(INSERT.word()).isEqualTo("insert");
        assertThat(TRUNCATE.word()).isEqualTo("truncate");
    }
}
