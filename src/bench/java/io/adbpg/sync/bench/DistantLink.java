package io.adbpg.sync.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** A way to a server as if it were far away: each byte arrives as much later, however many are under way. */
final class DistantLink implements AutoCloseable {
    private static final int PIECE = 1 << 16;
    private static final int PIECES_UNDER_WAY = 1000;

    private final int serverPort;
    private final long delayNanos;
    private final ServerSocket entrance;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

    /** Bytes, and when they arrive. */
    private record Piece(ByteBuffer bytes, long due) {}

    /**
     * Opens a way to a port of this machine.
     *
     * @param roundTripNanos how much later an answer arrives
     */
    DistantLink(int serverPort, long roundTripNanos) throws IOException {
        this.serverPort = serverPort;
        this.delayNanos = roundTripNanos / 2;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(() -> {
            while (true) {
                Socket from = entrance.accept();
                Socket to = new Socket(InetAddress.getLoopbackAddress(), this.serverPort);
                forward(from, to);
                forward(to, from);
            }
        });
    }

    /** The port at which it is entered. */
    int port() {
        return entrance.getLocalPort();
    }

    private void forward(Socket from, Socket to) throws IOException {
        from.setTcpNoDelay(true);
        sockets.add(from);
        InputStream in = from.getInputStream();
        WritableByteChannel out = Channels.newChannel(to.getOutputStream());
        BlockingQueue<Piece> underWay = new ArrayBlockingQueue<>(PIECES_UNDER_WAY);
        start(() -> {
            byte[] bytes = new byte[PIECE];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                underWay.put(new Piece(ByteBuffer.wrap(Arrays.copyOf(bytes, count)), System.nanoTime() + delayNanos));
            }
            underWay.put(new Piece(ByteBuffer.allocate(0), 0));
        });
        start(() -> {
            for (Piece piece = underWay.take(); piece.bytes.hasRemaining(); piece = underWay.take()) {
                for (long left = piece.due - System.nanoTime(); left > 0; left = piece.due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                out.write(piece.bytes);
            }
            to.close();
        });
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private static void start(Step step) {
        Thread thread = new Thread(
                () -> {
                    try {
                        step.run();
                    } catch (IOException | InterruptedException e) {
                        // The connection has ended.
                    }
                },
                "distant link");
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends all connections. */
    @Override
    public void close() throws IOException {
        entrance.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
