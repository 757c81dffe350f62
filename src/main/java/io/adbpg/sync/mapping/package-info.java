/**
 * Turns an entry of the table routes into SQL.
 *
 * <p>{@link io.adbpg.sync.mapping.TableMapping} is the bean behind an entry. {@code MappedTable} joins the entry with
 * one source and one target table, {@code MappingCheck} and {@code SqlCheck} refuse what can't work, and
 * {@link io.adbpg.sync.mapping.TableSql} has the parts of the routes' statements that differ from table to table.
 *
 * <p>What must hold:
 *
 * <ul>
 *   <li>{@code columns} and {@code where} are SQL that the servers evaluate: the source while loading, the target over
 *       staging while streaming. There is no evaluator here, and both must give the same rows.
 *   <li>Identifiers are quoted, and values are bound or COPYed, never part of an SQL text.
 *   <li>An UPDATE never sets key or distribution columns, nor columns that the entry does not map.
 *   <li>A mapping that could lose or silently change a value is refused before the first row.
 *   <li>Route files name {@code TableMapping} and properties of {@code TableSql}: those names are the user's.
 * </ul>
 *
 * <p>May know: {@code settings}, {@code fold}, {@code catalog} and {@code failure}.
 *
 * <p>To add a parameter to entries, add it to {@code Entry} and {@code TableMapping} and to the template in
 * {@code routes/table.camel.yaml}. To support one more type conversion, see {@code Narrowing}, {@code TypeFit} and
 * {@code ColumnTypes}. Each case gets a scenario folder.
 */
package io.adbpg.sync.mapping;
