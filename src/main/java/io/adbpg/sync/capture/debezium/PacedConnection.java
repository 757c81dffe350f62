package io.adbpg.sync.capture.debezium;

import io.adbpg.sync.capture.debezium.Commits.Commit;
import io.debezium.connector.postgresql.connection.Lsn;
import io.debezium.connector.postgresql.connection.ReplicationConnection;
import io.debezium.connector.postgresql.connection.ReplicationStream;
import io.debezium.connector.postgresql.connection.WalPositionLocator;
import io.debezium.connector.postgresql.spi.SlotCreationResult;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * Debezium's connection to the slot, paced by {@link FlowControl}: reads only when there is room, and reports messages
 * and commits. It passes over a message at which Debezium would end.
 */
@SuppressWarnings("try") // Debezium's own close() may throw anything
record PacedConnection(ReplicationConnection connection, FlowControl flow) implements ReplicationConnection {
    @Override
    public ReplicationStream startStreaming(WalPositionLocator locator) throws SQLException, InterruptedException {
        return new PacedStream(connection.startStreaming(locator), flow);
    }

    @Override
    public ReplicationStream startStreaming(Lsn offset, WalPositionLocator locator)
            throws SQLException, InterruptedException {
        return new PacedStream(connection.startStreaming(offset, locator), flow);
    }

    @Override
    public Optional<SlotCreationResult> createReplicationSlot() throws SQLException {
        return connection.createReplicationSlot();
    }

    @Override
    public void initConnection() throws SQLException, InterruptedException {
        connection.initConnection();
    }

    @Override
    public boolean isConnected() throws SQLException {
        return connection.isConnected();
    }

    @Override
    public void reconnect() throws SQLException {
        connection.reconnect();
    }

    @Override
    public void close() throws Exception {
        connection.close();
    }

    private record PacedStream(ReplicationStream stream, FlowControl flow) implements ReplicationStream {
        /**
         * What Debezium says of a Stream Abort before it does anything with it. PostgreSQL 18.0 to 18.6 sends that message,
         * which only a stream of open transactions should contain, for a large transaction that was rolled back.
         */
        private static final String ABORT_REFUSED = "Unsupported message type: A";

        @Override
        public void read(ReplicationMessageProcessor processor) throws SQLException, InterruptedException {
            flow.awaitRoom();
            flow.noteLife();
            try {
                stream.read(counted(processor));
            } catch (IllegalArgumentException e) {
                requireAbort(e);
            } catch (OutOfMemoryError e) {
                flow.lastMessage().tellTable(e);
                throw e;
            }
        }

        @Override
        public boolean readPending(ReplicationMessageProcessor processor) throws SQLException, InterruptedException {
            flow.awaitRoom();
            flow.noteLife();
            try {
                boolean isRead = stream.readPending(counted(processor));
                if (!isRead) {
                    flow.notePause();
                }
                return isRead;
            } catch (IllegalArgumentException e) {
                requireAbort(e);
                return true;
            } catch (OutOfMemoryError e) {
                flow.lastMessage().tellTable(e);
                throw e;
            }
        }

        private static void requireAbort(IllegalArgumentException refusal) {
            if (!ABORT_REFUSED.equals(refusal.getMessage())) {
                throw refusal;
            }
        }

        private ReplicationMessageProcessor counted(ReplicationMessageProcessor processor) {
            return message -> {
                processor.process(message);
                switch (message.getOperation()) {
                    case BEGIN -> flow.beginTransaction(message.getCommitTime());
                    // Only now are all of the transaction's records in the queue.
                    case COMMIT ->
                        flow.addCommit(new Commit(
                                message.getTransactionId().getAsLong(),
                                stream.lastReceivedLsn().asLong(),
                                message.getCommitTime()));
                    default -> flow.endMessage();
                }
            };
        }

        @Override
        public void flushLsn(Lsn lsn) throws SQLException {
            stream.flushLsn(lsn);
        }

        @Override
        public Lsn lastReceivedLsn() {
            return stream.lastReceivedLsn();
        }

        @Override
        public Lsn startLsn() {
            return stream.startLsn();
        }

        @Override
        public void startKeepAlive(ExecutorService service) {
            stream.startKeepAlive(service);
        }

        @Override
        public void stopKeepAlive() {
            stream.stopKeepAlive();
        }

        @Override
        public void close() throws Exception {
            stream.close();
        }
    }
}
