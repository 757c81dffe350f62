package io.adbpg.sync.support;

import io.adbpg.sync.operate.RunningFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Requests to a job by HTTP as they are on the wire, since Java's own client decides about some headers by itself. */
public record Http(int port) {
    private static final int LONGEST_MILLIS = 60_000;

    /**
     * An answer.
     *
     * @param head its first line and its headers
     */
    public record Answer(int status, String head, String body) {}

    /** To the job that runs in a folder; empty while none does, or it has not come up yet. */
    public static Optional<Http> toJobIn(Path folder) {
        return RunningFile.find(folder)
                .map(file -> new Http(URI.create(file.commands()).getPort()));
    }

    /** Asks by this method for a path; gives headers such as {@code X-Adbpg-Sync: 1} after that of the host. */
    public Answer send(String method, String path, String... headers) throws IOException {
        return sendTo("127.0.0.1:" + port, method, path, headers);
    }

    /** Asks by another name of the host. */
    public Answer sendTo(String host, String method, String path, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(LONGEST_MILLIS);
            String lines = headers.length == 0 ? "" : String.join("\r\n", List.of(headers)) + "\r\n";
            String request = method + " " + path + " HTTP/1.0\r\nHost: " + host + "\r\n" + lines + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = answer.indexOf("\r\n\r\n");
            return new Answer(
                    Integer.parseInt(answer.split(" ", 3)[1]), answer.substring(0, end), answer.substring(end + 4));
        }
    }
}
