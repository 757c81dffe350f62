package io.adbpg.sync.link;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Worded;
import java.io.IOException;

/** Says why the job itself ended a connection. */
public final class LinkCut extends IOException implements Worded {
    private static final long serialVersionUID = 1L;

    private final transient Message why;

    LinkCut(Message why, Throwable cause) {
        super(why.toString(), cause);
        this.why = why;
    }

    @Override
    public Message message() {
        return why;
    }
}
