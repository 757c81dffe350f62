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
 * Makes sockets on which looking for a message waits for one where nothing comes.
 *
 * <p>pgjdbc looks for the next message of a stream by a read that gives up after a millisecond. A silent stream would be
 * looked at many times a second, or else a message would lie there while the reader sleeps. On these sockets such a read
 * takes longer if the one before has found nothing; what comes ends it at once. pgjdbc finds this class by its name.
 */
public final class PatientSockets extends SocketFactory {
    private static final int LOOK_MILLIS = 1;
    /** For as long the reader does not hear that the stream is to end, or that there is a position to confirm. */
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
        return new SocketException("these sockets are connected by who asks for them");
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
