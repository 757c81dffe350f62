package io.adbpg.sync.failure;

/** Something that is not as it has to be for the job to go on, and may pass by itself. */
public final class Hindrance extends IllegalStateException implements Worded {
    private static final long serialVersionUID = 1L;

    private final transient Message message;

    private Hindrance(Message message) {
        super(message.toString());
        this.message = message;
    }

    /**
     * A hindrance.
     *
     * @param english the pattern of its {@link Message}
     */
    public static Hindrance of(String english, Object... arguments) {
        return new Hindrance(Message.of(english, arguments));
    }

    @Override
    public Message message() {
        return message;
    }
}
