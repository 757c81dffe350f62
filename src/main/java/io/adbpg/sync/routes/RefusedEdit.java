package io.adbpg.sync.routes;

import java.time.Instant;

/**
 * Route files that are not what runs.
 *
 * @param why what can't be taken over, where, and the remedy
 * @param since when they were found so
 */
public record RefusedEdit(String why, Instant since) {}
