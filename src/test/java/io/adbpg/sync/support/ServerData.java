package io.adbpg.sync.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Data folders of servers: copies of one that initdb makes once a build for each version. A copy takes a tenth of initdb's
 * second of CPU.
 */
final class ServerData {
    private static final Path TEMPLATES = Path.of("target/test-servers").toAbsolutePath();
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long ROOM = 4L << 30;
    /** Where the first page of each WAL file has the system identifier. */
    private static final int IDENTIFIER_IN_WAL = 24;

    private ServerData() {}

    /** Makes the first data folder of a version. */
    @FunctionalInterface
    interface Maker {
        /** Starts a server on this folder, which is empty, and stops it again. */
        void make(Path folder) throws IOException;
    }

    /**
     * Makes a data folder as initdb does, with a system identifier of its own; the caller deletes it.
     *
     * @param maker makes the first one of this version
     */
    static Path create(String version, Maker maker) throws IOException {
        Path template = template(version, maker);
        Path data = newFolder();
        copy(template, data);
        identify(data);
        return data;
    }

    /** A new folder, in memory if there is room: that files are made and deleted costs less there. */
    static Path newFolder() throws IOException {
        return Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > ROOM
                ? Files.createTempDirectory(MEMORY, "adbpg-sync")
                : Files.createTempDirectory("adbpg-sync");
    }

    /** Waits while another JVM of this build makes it. */
    private static synchronized Path template(String version, Maker maker) throws IOException {
        Files.createDirectories(TEMPLATES);
        Path template = TEMPLATES.resolve(version);
        try (FileChannel channel = FileChannel.open(
                        TEMPLATES.resolve(version + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            if (lock.isValid() && !Files.exists(template)) {
                Path made = Files.createTempDirectory(TEMPLATES, version);
                maker.make(made);
                // Before version 10 initdb lets nobody in for replication.
                Files.writeString(
                        made.resolve("pg_hba.conf"),
                        "host replication all 127.0.0.1/32 trust\n",
                        StandardOpenOption.APPEND);
                Files.move(made, template, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return template;
    }

    /** Gives a copy a system identifier of its own, by which jobs tell one server from another. */
    private static void identify(Path data) throws IOException {
        long identifier = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        Path control = data.resolve("global/pg_control");
        byte[] bytes = Files.readAllBytes(control);
        ByteBuffer fields = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        int end = checksumAt(bytes, fields);
        fields.putLong(0, identifier);
        fields.putInt(end, checksum(bytes, end));
        Files.write(control, bytes);
        Path wal = Files.exists(data.resolve("pg_wal")) ? data.resolve("pg_wal") : data.resolve("pg_xlog");
        try (Stream<Path> files = Files.list(wal)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    ByteBuffer number = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
                    channel.write(number.putLong(0, identifier), IDENTIFIER_IN_WAL);
                }
            }
        }
    }

    /** Each version has more before the checksum than the last one; what it is a checksum of tells where it is. */
    private static int checksumAt(byte[] control, ByteBuffer fields) {
        for (int end = Long.BYTES; end + Integer.BYTES <= control.length; end += Integer.BYTES) {
            if (fields.getInt(end) == checksum(control, end)) {
                return end;
            }
        }
        throw new IllegalStateException("no checksum in pg_control");
    }

    private static int checksum(byte[] control, int end) {
        CRC32C checksum = new CRC32C();
        checksum.update(control, 0, end);
        return (int) checksum.getValue();
    }

    /** Copies what a folder holds into another one that is empty. */
    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files.skip(1)::iterator) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** Deletes a folder and what it holds. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(ServerData::deleteOne);
        }
    }

    private static void deleteOne(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
