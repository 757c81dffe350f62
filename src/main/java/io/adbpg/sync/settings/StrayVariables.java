package io.adbpg.sync.settings;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Environment variables that look like misspelt settings. Nothing more than a warning may come of them: the environment belongs
 * to other programs, too, such as one that sets {@code SOURCE_DATE_EPOCH}.
 */
public final class StrayVariables {
    private StrayVariables() {}

    /**
     * Looks for them.
     *
     * @param environment from a variable's name to its value
     * @return a line for each, in alphabetical order; none holds a value
     */
    public static List<String> warnings(Map<String, String> environment) {
        return environment.keySet().stream()
                .filter(StrayVariables::isLikeOurs)
                .sorted()
                .flatMap(name -> meant(name).stream()
                        .filter(variable -> !variable.equals(name))
                        .map(variable -> "the environment variable " + name
                                + " is not read: if it is meant for this job," + " call it " + variable))
                .toList();
    }

    private static boolean isLikeOurs(String name) {
        return KnownKeys.isOurs(name.toLowerCase(Locale.ROOT).replaceFirst("_", "."));
    }

    private static Optional<String> meant(String name) {
        return KnownKeys.nearest(name).map(Setting::variable);
    }
}
