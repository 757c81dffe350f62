package io.adbpg.sync.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A port of the loopback address that leads to a server's, until it is cut or leads to another one's. */
public final class Forwarder implements AutoCloseable {
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final int port;
    private ServerSocket listener;

    private Forwarder(int server) {
        listener = listen(0);
        port = listener.getLocalPort();
        accept(listener, server);
    }

    /** Opens a port that leads to this one. */
    public static Forwarder to(int server) {
        return new Forwarder(server);
    }

    /** The port that it listens on. */
    public int port() {
        return port;
    }

    /** Breaks all connections, and lets nobody in from now on. */
    public void cut() {
        close(listener);
        sockets.forEach(Forwarder::close);
        sockets.clear();
    }

    /** Lets everybody in again, to this port. */
    public void leadTo(int server) {
        cut();
        listener = listen(port);
        accept(listener, server);
    }

    private static ServerSocket listen(int port) {
        try {
            return new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket at, int server) {
        run(() -> {
            while (!at.isClosed()) {
                Socket client = at.accept();
                sockets.add(client);
                Socket other = new Socket(InetAddress.getLoopbackAddress(), server);
                sockets.add(other);
                if (at.isClosed()) {
                    // It was cut meanwhile.
                    close(client);
                    close(other);
                }
                pass(client, other);
                pass(other, client);
            }
        });
    }

    private void pass(Socket from, Socket to) {
        run(() -> {
            try {
                from.getInputStream().transferTo(to.getOutputStream());
            } finally {
                close(from);
                close(to);
            }
        });
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void run(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // An end has gone, or it was cut.
                    }
                },
                "forwarder");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        cut();
    }
}
