package io.adbpg.sync.capture.debezium;

import io.adbpg.sync.capture.LastMessage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.postgresql.core.BaseConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationConnection;
import org.postgresql.replication.PGReplicationStream;
import org.postgresql.replication.fluent.ChainedStreamBuilder;
import org.postgresql.replication.fluent.logical.ChainedLogicalStreamBuilder;

/** The driver's stream of a connection of Debezium's, which notes each message before Debezium decodes it. */
final class NotedStream implements PGReplicationStream {
    private final PGReplicationStream stream;
    private final LastMessage last;

    private NotedStream(PGReplicationStream stream, LastMessage last) {
        this.stream = stream;
        this.last = last;
    }

    /** Returns a connection whose streams note their messages. */
    static Connection of(Connection connection, LastMessage last) {
        return (Connection) proxy(connection, BaseConnection.class, last);
    }

    /** Replaces a stream, and what leads to one. */
    private static Object noting(Object made, LastMessage last) {
        if (made instanceof PGReplicationStream stream) {
            return new NotedStream(stream, last);
        }
        return Stream.of(PGReplicationConnection.class, ChainedStreamBuilder.class, ChainedLogicalStreamBuilder.class)
                .filter(step -> step.isInstance(made))
                .findFirst()
                .map(step -> proxy(made, step, last))
                .orElse(made);
    }

    private static Object proxy(Object made, Class<?> type, LastMessage last) {
        return Proxy.newProxyInstance(
                NotedStream.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(made, arguments);
                        // Such as unwrap().
                        return result == made ? proxy : noting(result, last);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public ByteBuffer read() throws SQLException {
        try {
            return noted(stream.read());
        } catch (SQLException | OutOfMemoryError e) {
            last.tellNextTable(e);
            throw e;
        }
    }

    @Override
    public ByteBuffer readPending() throws SQLException {
        try {
            return noted(stream.readPending());
        } catch (SQLException | OutOfMemoryError e) {
            last.tellNextTable(e);
            throw e;
        }
    }

    private ByteBuffer noted(ByteBuffer message) {
        if (message != null) {
            last.note(message);
        }
        return message;
    }

    @Override
    public LogSequenceNumber getLastReceiveLSN() {
        return stream.getLastReceiveLSN();
    }

    @Override
    public LogSequenceNumber getLastFlushedLSN() {
        return stream.getLastFlushedLSN();
    }

    @Override
    public LogSequenceNumber getLastAppliedLSN() {
        return stream.getLastAppliedLSN();
    }

    @Override
    public void setFlushedLSN(LogSequenceNumber flushed) {
        stream.setFlushedLSN(flushed);
    }

    @Override
    public void setAppliedLSN(LogSequenceNumber applied) {
        stream.setAppliedLSN(applied);
    }

    @Override
    public void forceUpdateStatus() throws SQLException {
        stream.forceUpdateStatus();
    }

    @Override
    public boolean isClosed() {
        return stream.isClosed();
    }

    @Override
    public void close() throws SQLException {
        stream.close();
    }
}
