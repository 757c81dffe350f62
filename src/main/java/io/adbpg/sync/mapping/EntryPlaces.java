package io.adbpg.sync.mapping;

import io.adbpg.sync.failure.Message;
import java.util.HashMap;
import java.util.Map;

/** The files and lines of the parameters of table route entries, for messages. */
public final class EntryPlaces {
    /** The name of this bean in the registry. */
    public static final String NAME = "entryPlaces";

    private final Map<String, Message> places = new HashMap<>();

    public void put(String source, String parameter, Message place) {
        places.put(source + '\n' + parameter, place);
    }

    /** Returns file and line of a parameter in the entry for a source table; nothing if unknown. */
    public Message of(String source, String parameter) {
        return places.getOrDefault(source + '\n' + parameter, Message.NONE);
    }
}
