package io.adbpg.sync.fold;

import io.adbpg.sync.failure.Malformed;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a change does to a row, or to a whole table. */
public enum Operation {
    INSERT,
    UPDATE,
    DELETE,
    TRUNCATE;

    /** Returns the word for routes and settings: {@code insert}, {@code update}, {@code delete} or {@code truncate}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Parses a list of operations such as {@code insert,update,delete}.
     *
     * @throws IllegalArgumentException if a word is not one of the four; the message names it
     */
    public static Set<Operation> parseList(String list) {
        Set<Operation> operations = EnumSet.noneOf(Operation.class);
        for (String word : list.split(",", -1)) {
            operations.add(parse(word.strip()));
        }
        return operations;
    }

    /** Parses one of the four words, in any case. */
    public static Operation parse(String word) {
        for (Operation operation : values()) {
            if (operation.word().equalsIgnoreCase(word)) {
                return operation;
            }
        }
        throw Malformed.of("unknown operation '{0}': use a list of insert, update, delete, truncate", word);
    }
}
