/**
 * The capture {@code debezium-postgres:}: Debezium's engine as a {@code ChangeStream}.
 *
 * <p>The engine instantiates {@code TextConnector}, {@code TextConverter} and {@code ExactConnections} by class name;
 * they find their job's {@code FlowControl} by the name of the slot. Records go through {@code RecordBatch} to
 * {@code RecordDecoder}, which calls the handler.
 *
 * <p>What must hold:
 *
 * <ul>
 *   <li>The engine has no stored offset: Debezium 3.4 would skip the rest of the rows that share an LSN. It streams
 *       whole transactions from the slot, and the session drops those that the target already holds.
 *   <li>Debezium converts no values: its conversion loses some, such as the offset of a {@code timetz}.
 *   <li>It creates neither slot nor publication, and confirms nothing but what the handler returns.
 *   <li>No other package imports Debezium or Kafka. {@code FlowControl} alone has mutable static state.
 * </ul>
 *
 * <p>May know: {@code capture} and what that may know.
 *
 * <p>If Debezium gets something wrong that {@code pgoutput:} gets right, refuse it in {@code EngineLimits}.
 */
package io.adbpg.sync.capture.debezium;
