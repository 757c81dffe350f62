package io.adbpg.sync.link;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Worded;
import java.security.InvalidKeyException;

/** A file that holds no private key, or one that can't be used; its message goes on behind the file's name. */
final class UnusableKey extends InvalidKeyException implements Worded {
    private static final long serialVersionUID = 1L;

    private final transient Message message;

    /** @param message as in "is encrypted" */
    UnusableKey(Message message) {
        super(message.toString());
        this.message = message;
    }

    @Override
    public Message message() {
        return message;
    }
}
