package io.adbpg.sync.catalog;

import java.util.Collection;
import java.util.stream.Collectors;

/** Binds many oids as one value. */
final class OidList {
    private OidList() {}

    /** Returns the text of an array. */
    static String of(Collection<Long> oids) {
        return oids.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }
}
