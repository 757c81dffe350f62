package io.adbpg.sync.link;

import java.io.IOException;

/** Says why the job itself ended a connection. */
public final class LinkCut extends IOException {
    private static final long serialVersionUID = 1L;

    LinkCut(String why, Throwable cause) {
        super(why, cause);
    }
}
