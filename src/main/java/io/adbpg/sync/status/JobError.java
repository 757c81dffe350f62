package io.adbpg.sync.status;

import io.adbpg.sync.failure.Message;
import java.time.Instant;

/**
 * A problem that stopped or delayed the job or one of its tables.
 *
 * @param place {@code job}, or the source table
 * @param message one line for the user
 */
public record JobError(Instant time, String place, Message message) {}
