package io.adbpg.sync.command;

import java.io.Console;

/** Chooses how log lines begin: with the time of day for somebody at a terminal, else with date, time and zone. */
public final class LogTimes {
    private static final String KEY = "log.time";
    private static final String OF_DAY = "HH:mm:ss.SSS";

    private LogTimes() {}

    /** Chooses, unless it was chosen on the command line; to be called before the first logger is made. */
    public static void choose() {
        if (System.getProperty(KEY) == null && isTerminal(System.console())) {
            System.setProperty(KEY, OF_DAY);
        }
    }

    /** Since Java 22 there is a console where there is no terminal. */
    private static boolean isTerminal(Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
