package io.adbpg.sync.failure;

/** Something that a {@link Message} can say in each language. */
public interface Worded {
    /** Returns the words for it. */
    Message message();

    /** Returns the message of a failure: its own, or what somebody else has put into it. */
    static Message of(Throwable failure) {
        return failure instanceof Worded worded
                ? worded.message()
                : Message.verbatim(String.valueOf(failure.getMessage()));
    }
}
