package io.adbpg.sync.fold;

/**
 * One change of a source transaction.
 *
 * @param old the row before: its key columns at least; null if there is none, or an UPDATE left the key alone
 * @param row the row after; null if there is none
 */
public record Change(Operation operation, Relation relation, Row old, Row row) {}
