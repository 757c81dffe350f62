package io.adbpg.sync.mapping;

import java.util.HashMap;
import java.util.Map;

/** Where the entries of the table routes stand in their files, so that messages can say so. */
public final class EntryPlaces {
    /** The name under which the registry has it. */
    public static final String NAME = "entryPlaces";

    private final Map<String, String> places = new HashMap<>();

    public void put(String source, String parameter, String place) {
        places.put(source + '\n' + parameter, place);
    }

    /** File and line of a parameter of the entry for a source table; blank if they are unknown. */
    public String of(String source, String parameter) {
        return places.getOrDefault(source + '\n' + parameter, "");
    }
}
