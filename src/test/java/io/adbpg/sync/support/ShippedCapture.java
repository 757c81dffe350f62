package io.adbpg.sync.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The shipped capture routes for tests: {@code pgoutput:} lets the position follow the source's log at once. */
public final class ShippedCapture {
    private static final Path SHIPPED = Path.of("routes/capture.camel.yaml").toAbsolutePath();
    private static final String HEARTBEAT = "heartbeatIntervalMs: ";

    private ShippedCapture() {}

    private static final class File {
        private static final Path PATH = writeTemporary();
    }

    /** A file that holds them. */
    public static Path file() {
        return File.PATH;
    }

    /** Their text. */
    public static String text() {
        // Debezium sees the messages by which tests ask for a position; pgoutput does not ask the source for them.
        String text = shipped();
        int pgoutput = text.indexOf("uri: \"pgoutput:");
        return text.substring(0, pgoutput) + withHeartbeat(text.substring(pgoutput), 20);
    }

    /** The text of the shipped ones with another interval of their heartbeats, in milliseconds. */
    public static String withHeartbeat(int interval) {
        return withHeartbeat(shipped(), interval);
    }

    private static String withHeartbeat(String text, int interval) {
        String changed = text.replace(HEARTBEAT + "10000", HEARTBEAT + interval);
        if (changed.equals(text)) {
            throw new IllegalStateException("no heartbeat in " + SHIPPED);
        }
        return changed;
    }

    private static String shipped() {
        try {
            return Files.readString(SHIPPED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path writeTemporary() {
        try {
            Path file = Files.createTempFile("capture", ".camel.yaml");
            file.toFile().deleteOnExit();
            return Files.writeString(file, text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
