package io.adbpg.sync.failure;

/**
 * Something that only a person can put right: a wrong setting, a missing table or privilege, a gap in the stream.
 *
 * <p>The message is one line that names the thing, the value and the remedy, for the user to read as it is.
 */
public class Refusal extends RuntimeException {
    /** The exit status for a job that can't run. */
    public static final int FAILED = 1;

    /** The exit status for wrong usage or configuration. */
    public static final int USAGE = 2;

    private static final int LONGEST_SHOWN = 120;

    private final int exitStatus;
    private final boolean passing;
    private final String fix;

    /** A refusal that ends the program with {@link #FAILED}. */
    public Refusal(String message) {
        this(message, FAILED, false, null, "");
    }

    /** A refusal with a cause, for the log. */
    public Refusal(String message, Throwable cause) {
        this(message, FAILED, false, cause, "");
    }

    private Refusal(String message, int exitStatus, boolean passing, Throwable cause, String fix) {
        // A name may hold a line break, or what a terminal obeys.
        super(message.replace('\t', ' ').replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "⏎"), cause);
        this.exitStatus = exitStatus;
        this.passing = passing;
        this.fix = fix;
    }

    /** A refusal for a wrong setting or route file, which ends the program with {@link #USAGE}. */
    public static Refusal usage(String message) {
        return new Refusal(message, USAGE, false, null, "");
    }

    /** Something that the job waits for, also when it meets it at its start. */
    public static Refusal waiting(String message) {
        return new Refusal(message, FAILED, true, null, "");
    }

    /**
     * The same with the statement that mends it.
     *
     * @param sql to be run as it is, on the end that the message names
     */
    public Refusal mendedBy(String sql) {
        return new Refusal(getMessage(), exitStatus, passing, getCause(), sql);
    }

    /** The statement that mends it, to be run as it is; blank if there is none, or it takes more than that. */
    public String fix() {
        return fix;
    }

    /** Whether the job waits for it rather than end. */
    public boolean isPassing() {
        return passing;
    }

    /** The exit status that it leads to. */
    public int exitStatus() {
        return exitStatus;
    }

    /** A key or value as a message shows it: a long one is cut. */
    public static String shown(String text) {
        return text.length() <= LONGEST_SHOWN
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_SHOWN / 2)) + "…";
    }
}
