package io.adbpg.sync.fold;

/**
 * One change of a source transaction.
 *
 * @param old the row before the change, at least its key columns; null for INSERT and TRUNCATE, and for an UPDATE that
 *     did not change the key
 * @param row the row after the change; null for DELETE and TRUNCATE
 */
public record Change(Operation operation, Relation relation, Row old, Row row) {}
