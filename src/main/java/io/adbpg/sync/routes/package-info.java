/**
 * The route files: they are checked before Camel makes routes of them, taken over when somebody edits them, and stopped and
 * started as a whole when the job pauses.
 *
 * <p>What must hold: files that can't work change nothing, neither at the start nor while the job runs; a takeover, a pause and a
 * stopped route end a session at a safe boundary, so that no change is lost or applied twice. A message about a file names the
 * file, the line and what to write there.
 *
 * <p>This package knows mappings, status and failures; it knows nothing of sessions, which ask it.
 *
 * <p>To refuse another mistake in route files: one that a single file shows goes into {@code RouteFile}, one that takes templates
 * and entries together into {@code RouteFiles}; either way with a case in {@code RouteFilesTest}.
 */
package io.adbpg.sync.routes;
