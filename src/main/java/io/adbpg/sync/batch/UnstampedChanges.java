package io.adbpg.sync.batch;

import io.adbpg.sync.fold.Change;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Buffers changes of the open transaction that can't be applied before its commit gives the LSN and time.
 *
 * <p>Changes beyond the memory limit go to a temporary file. A crash may lose it: the source sends the transaction again.
 */
final class UnstampedChanges {
    private final long maxBytes;
    private final List<Change> changes = new ArrayList<>();
    private final List<Relation> relations = new ArrayList<>();
    private final Map<Relation, Integer> numbers = new HashMap<>();
    private long bytes;
    private FileChannel file;
    private DataOutputStream out;
    private long inFile;

    /** Receives changes. */
    @FunctionalInterface
    interface Taker {
        /** Takes the next one. */
        void take(Change change) throws Exception;
    }

    /** @param maxBytes how much memory the changes may take, roughly */
    UnstampedChanges(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    void add(Change change) throws IOException {
        changes.add(change);
        bytes += 64 + size(change.old()) + size(change.row());
        if (bytes > maxBytes) {
            spill();
        }
    }

    private static int size(Row row) {
        return row == null ? 0 : row.size();
    }

    boolean isEmpty() {
        return changes.isEmpty() && inFile == 0;
    }

    /** Passes on all changes in order, and drops them. */
    void drain(Taker taker) throws Exception {
        if (file != null) {
            out.flush();
            file.position(0);
            DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(file), 1 << 16));
            for (long left = inFile; left > 0; left--) {
                taker.take(read(in));
            }
        }
        for (Change change : changes) {
            taker.take(change);
        }
        clear();
    }

    /** Drops all changes. */
    void clear() throws IOException {
        changes.clear();
        relations.clear();
        numbers.clear();
        bytes = 0;
        inFile = 0;
        if (file != null) {
            file.close();
            file = null;
        }
    }

    private void spill() throws IOException {
        if (file == null) {
            Path path = Files.createTempFile("adbpg-sync", ".changes");
            file = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16));
        }
        for (Change change : changes) {
            write(change);
        }
        inFile += changes.size();
        changes.clear();
        bytes = 0;
    }

    private void write(Change change) throws IOException {
        Integer number = numbers.computeIfAbsent(change.relation(), relation -> {
            relations.add(relation);
            return relations.size() - 1;
        });
        out.writeUTF(change.operation().name());
        out.writeInt(number);
        write(change.old());
        write(change.row());
    }

    private void write(Row row) throws IOException {
        out.writeInt(row == null ? -1 : row.bytes().length);
        if (row != null) {
            out.write(row.bytes());
        }
    }

    private Change read(DataInputStream in) throws IOException {
        Operation operation = Operation.valueOf(in.readUTF());
        return new Change(operation, relations.get(in.readInt()), row(in), row(in));
    }

    private static Row row(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length < 0 ? null : Row.of(in.readNBytes(length));
    }
}
