package io.adbpg.sync.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A port at which nobody listens, and nobody else can, until it is closed: who connects to it is refused. */
public final class SilentPort implements AutoCloseable {
    private final Socket holder = new Socket();

    /** Takes one that is free. */
    public SilentPort() throws IOException {
        holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** A number that was free just now, for a program that is told its port. */
    public static int free() throws IOException {
        try (SilentPort port = new SilentPort()) {
            return port.number();
        }
    }

    /** Its number. */
    public int number() {
        return holder.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        holder.close();
    }
}
