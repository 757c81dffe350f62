package io.adbpg.sync.failure;

/**
 * A problem that only a person can fix: a wrong setting, a missing table or privilege, a gap in the stream.
 *
 * <p>The message is one line that names the object, the value and the remedy, and is shown to the user as it is.
 */
public class Refusal extends RuntimeException implements Worded {
    /** The exit status for a job that can't run. */
    public static final int FAILED = 1;

    /** The exit status for wrong usage or configuration. */
    public static final int USAGE = 2;

    private static final int LONGEST_SHOWN = 120;

    private final transient Message message;
    private final int exitStatus;
    private final boolean isTransient;
    private final String fix;

    /** A refusal that ends the program with {@link #FAILED}. */
    public Refusal(Message message) {
        this(message, FAILED, false, null, "");
    }

    /** A refusal with a cause, for the log. */
    public Refusal(Message message, Throwable cause) {
        this(message, FAILED, false, cause, "");
    }

    private Refusal(Message message, int exitStatus, boolean isTransient, Throwable cause, String fix) {
        super(message.toString(), cause);
        this.message = message;
        this.exitStatus = exitStatus;
        this.isTransient = isTransient;
        this.fix = fix;
    }

    /**
     * A refusal that ends the program with {@link #FAILED}.
     *
     * @param english its pattern, as of a {@link Message}
     */
    public static Refusal of(String english, Object... arguments) {
        return new Refusal(Message.of(english, arguments));
    }

    /** A refusal for a wrong setting or route file, which ends the program with {@link #USAGE}. */
    public static Refusal usage(String english, Object... arguments) {
        return usage(Message.of(english, arguments));
    }

    /** A refusal for a wrong setting or route file, which ends the program with {@link #USAGE}. */
    public static Refusal usage(Message message) {
        return new Refusal(message, USAGE, false, null, "");
    }

    /** A refusal that the job waits out, even at its first start. */
    public static Refusal waiting(String english, Object... arguments) {
        return waiting(Message.of(english, arguments));
    }

    /** A refusal that the job waits out, even at its first start. */
    public static Refusal waiting(Message message) {
        return new Refusal(message, FAILED, true, null, "");
    }

    @Override
    public Message message() {
        return message;
    }

    /**
     * Returns the same refusal with the statement that fixes the problem.
     *
     * @param sql a complete statement, to be run on the end that the message names
     */
    public Refusal withFix(String sql) {
        return new Refusal(message, exitStatus, isTransient, getCause(), sql);
    }

    /** Returns the complete statement that fixes the problem; blank if no single statement does. */
    public String fix() {
        return fix;
    }

    /** Whether the job waits until the problem has passed, rather than end. */
    public boolean isTransient() {
        return isTransient;
    }

    /** Returns the exit status of a program that ends with this refusal. */
    public int exitStatus() {
        return exitStatus;
    }

    /** Returns a key or value as a message shows it: cut if it is longer than {@value #LONGEST_SHOWN} characters. */
    public static String shown(String text) {
        return text.length() <= LONGEST_SHOWN
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_SHOWN / 2)) + "…";
    }
}
