package io.adbpg.sync.quarantine;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Selects quarantined changes, always whole chains.
 *
 * @param table only changes of this source table; null for all tables
 * @param ids only chains with one of these numbers; empty for all
 */
record ChangeSelector(TableName table, Set<Long> ids) {
    /**
     * Parses {@code all}, a table's name, or numbers separated by commas.
     *
     * @throws Refusal if the text is none of these
     */
    static ChangeSelector parse(String text) {
        String what = text == null ? "" : text.strip();
        if (what.equals("all")) {
            return new ChangeSelector(null, Set.of());
        }
        if (what.matches("\\d{1,18}(,\\d{1,18})*")) {
            return new ChangeSelector(
                    null, Arrays.stream(what.split(",", -1)).map(Long::valueOf).collect(Collectors.toSet()));
        }
        try {
            return new ChangeSelector(TableName.parse(what), Set.of());
        } catch (IllegalArgumentException e) {
            throw Refusal.usage(
                    "'{0}' names no change in quarantine: give numbers of changes, or a table, or --all", what);
        }
    }

    List<ChangeChain> select(List<ChangeChain> chains) {
        return chains.stream()
                .filter(chain -> table == null || chain.table().equals(table))
                .filter(chain -> ids.isEmpty() || chain.ids().stream().anyMatch(ids::contains))
                .toList();
    }
}
