/**
 * adbpg-sync keeps chosen tables of an AnalyticDB for PostgreSQL (or Greenplum) database in step with a PostgreSQL database.
 * This package holds {@link io.adbpg.sync.Main} alone; the packages below it are the steps of the pipeline.
 *
 * <pre>
 * source WAL ─► capture ─► session ─► batch ─────► table route ─► apply ─► target
 *            debezium:  admits,    fold: net    mapping:       COPY and   rows + position
 *            pgoutput:  reshapes   rows by key  entry to SQL   staging    in one transaction
 *     ▲                                │ quarantine: rows refused             │
 *     └──── resume: slot confirmed only after the target has committed ◄──────┘
 * beside: load, precheck, verify · above: operate, job, demo, command
 * below: status, settings, catalog, failure
 * </pre>
 *
 * <p>What may never break, wherever the code stands: rows and position commit together; the slot is confirmed only after that
 * commit; there is one recovery path, and start-up is that path; no row-at-a-time statements on the target; memory is bounded
 * by settings; identifiers are quoted, values are bound or COPYed.
 *
 * <p>Imports go one way, down the list in {@code ArchitectureTest}: a new package gets its place there, or the build fails.
 */
package io.adbpg.sync;
