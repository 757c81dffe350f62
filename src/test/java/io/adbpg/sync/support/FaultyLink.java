package io.adbpg.sync.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A way to a server on which bytes are held up, come late, or end anywhere. */
public final class FaultyLink implements AutoCloseable {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final ServerSocket listener;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytesLeft = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong passed = new AtomicLong();
    private volatile boolean isHeld;
    private volatile boolean isRefused;
    private volatile int delayMillis;
    private volatile int serverPort;
    private volatile int otherPort;
    private int comers;

    /** Opens a way to a port of this machine. */
    public FaultyLink(int serverPort) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.serverPort = serverPort;
        start(this::accept);
    }

    /** The port at which it is entered. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Holds all bytes back, or lets them go on. */
    public void hold(boolean held) {
        isHeld = held;
    }

    /** Ends all connections, and lets nobody in from now on. */
    public void shut() {
        isRefused = true;
        cut();
    }

    /** Lets everybody in again. */
    public void open() {
        isRefused = false;
    }

    /** Lets everybody in again, to this port. */
    public void leadTo(int port) {
        cut();
        serverPort = port;
        open();
    }

    /** Leads every other one who comes to this port instead, as the name of several servers does. */
    public void leadAlsoTo(int port) {
        otherPort = port;
    }

    /** Lets each piece come late, in both directions. */
    public void delay(int millis) {
        delayMillis = millis;
    }

    /** Ends all connections after so many more bytes, wherever that is. */
    public void cutAfter(long bytes) {
        bytesLeft.set(bytes);
    }

    /** How many bytes have come from either side. */
    public long passed() {
        return passed.get();
    }

    /** Ends all connections now. */
    public void cut() {
        bytesLeft.set(Long.MAX_VALUE);
        connections.forEach(Connection::close);
    }

    /**
     * Lets nothing pass any more on the connections that are there, without a word to either side, as a firewall does that has
     * forgotten them; new ones are not concerned.
     */
    public void forget() {
        connections.forEach(connection -> connection.isForgotten = true);
    }

    /** Ends one direction of all connections. */
    public void halfClose(boolean towardsServer) {
        connections.forEach(connection -> connection.halfClose(towardsServer));
    }

    @Override
    public void close() throws IOException {
        listener.close();
        isHeld = false;
        cut();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (isRefused) {
                    client.close();
                } else {
                    connect(client);
                }
            } catch (IOException e) {
                // The listener was closed, or the one who came has gone.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            boolean isOther = otherPort != 0 && comers++ % 2 == 1;
            Socket server = new Socket(InetAddress.getLoopbackAddress(), isOther ? otherPort : serverPort);
            Connection connection = new Connection(client, server);
            connections.add(connection);
            start(() -> connection.pass(client, server));
            start(() -> connection.pass(server, client));
        } catch (IOException e) {
            client.close();
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "link");
        thread.setDaemon(true);
        thread.start();
    }

    private final class Connection {
        private final Socket client;
        private final Socket server;
        private volatile boolean isForgotten;

        private Connection(Socket client, Socket server) throws IOException {
            this.client = client;
            this.server = server;
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        }

        private void pass(Socket from, Socket to) {
            byte[] piece = new byte[16 * 1024];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                    await();
                    if (isForgotten) {
                        continue;
                    }
                    passed.addAndGet(read);
                    long left = bytesLeft.addAndGet(-read);
                    out.write(piece, 0, left < 0 ? (int) Math.max(0, read + left) : read);
                    if (left < 0) {
                        cut();
                    }
                }
            } catch (IOException e) {
                // One of them has gone, or was cut off.
            }
            if (!isForgotten) {
                close();
            }
        }

        private void await() {
            if (delayMillis > 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(delayMillis));
            }
            while (isHeld) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }

        private void halfClose(boolean towardsServer) {
            try {
                (towardsServer ? server : client).shutdownOutput();
            } catch (IOException e) {
                // It has ended.
            }
        }

        private void close() {
            connections.remove(this);
            try (client;
                    server) {
                // Bytes that were not read make it a reset.
            } catch (IOException e) {
                // It has ended.
            }
        }
    }
}
