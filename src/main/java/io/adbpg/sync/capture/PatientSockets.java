package io.adbpg.sync.capture;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import javax.net.SocketFactory;

/**
 * Creates sockets on which pgjdbc's poll for the next message blocks for a while if the stream is silent.
 *
 * <p>pgjdbc polls a stream by a read with a timeout of a millisecond. A reader would have to poll many times a second,
 * or leave messages waiting while it sleeps. On these sockets such a read has a longer timeout if the one before found
 * nothing; data ends it at once. pgjdbc finds this class by name.
 */
public final class PatientSockets extends SocketFactory {
    private static final int LOOK_MILLIS = 1;
    /** For so long the reader may miss that the stream is closed, or that there is a position to confirm. */
    private static final int PATIENCE_MILLIS = 200;

    @Override
    public Socket createSocket() {
        return new Patient();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw notConnected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        throw notConnected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw notConnected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localAddress, int localPort) throws IOException {
        throw notConnected();
    }

    private static SocketException notConnected() {
        return new SocketException("the caller connects these sockets");
    }

    private static final class Patient extends Socket {
        private volatile boolean isSilent;

        @Override
        public void setSoTimeout(int millis) throws SocketException {
            super.setSoTimeout(isSilent && millis == LOOK_MILLIS ? PATIENCE_MILLIS : millis);
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    try {
                        int count = super.read(bytes, offset, length);
                        isSilent = false;
                        return count;
                    } catch (SocketTimeoutException e) {
                        isSilent = true;
                        throw e;
                    }
                }
            };
        }
    }
}
