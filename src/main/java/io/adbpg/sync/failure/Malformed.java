package io.adbpg.sync.failure;

/** A name, a list or an expression of the user's that can't be read. */
public final class Malformed extends IllegalArgumentException implements Worded {
    private static final long serialVersionUID = 1L;

    private final transient Message message;

    private Malformed(Message message) {
        super(message.toString());
        this.message = message;
    }

    /**
     * A text that can't be read.
     *
     * @param english the pattern of its {@link Message}, which says why and what to write
     */
    public static Malformed of(String english, Object... arguments) {
        return new Malformed(Message.of(english, arguments));
    }

    @Override
    public Message message() {
        return message;
    }
}
