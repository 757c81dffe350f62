/**
 * What the catalogues of both ends say: tables, columns, keys, types, privileges, storage, and the servers themselves.
 *
 * <p>Source tables are read by {@link io.adbpg.sync.catalog.SourceTables}, target tables by
 * {@link io.adbpg.sync.catalog.TargetTables}, each all at once, since a job may have thousands.
 *
 * <p>What must hold:
 *
 * <ul>
 *   <li>Identifiers are quoted and values are bound: a value never becomes part of an SQL text.
 *   <li>Every query runs on each supported version. Columns that older ones lack are read by
 *       {@code row_to_json(x)->>'column'}.
 *   <li>Nothing here writes, except session settings.
 *   <li>Both ends print values under the settings of {@link io.adbpg.sync.catalog.ExactText}, so that text is exact.
 * </ul>
 *
 * <p>May know: {@code failure}.
 *
 * <p>To learn one more fact about a table, add it to the existing query and to the record ({@code SourceTable},
 * {@code TargetTable} or {@code Layout}); if ALTER TABLE can change it, also to {@code TableShape} and
 * {@code ShapeChange}.
 */
package io.adbpg.sync.catalog;
