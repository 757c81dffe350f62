package io.adbpg.sync.status;

import java.time.Instant;

/**
 * Something that held up the job, or one table of it.
 *
 * @param place {@code job}, or the table's name on the source
 * @param message one line for the user
 */
public record JobError(Instant time, String place, String message) {}
