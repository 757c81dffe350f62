package io.adbpg.sync.resume;

import org.apache.camel.resume.ResumeAdapter;

/**
 * Does nothing: Camel requires an adapter for a resumable route, but the consumer reads {@link CommitPosition} itself.
 */
public final class PositionAdapter implements ResumeAdapter {
    /** The name under which Camel finds this class. */
    public static final String SERVICE = "adbpg-sync-position";

    @Override
    public void resume() {}
}
