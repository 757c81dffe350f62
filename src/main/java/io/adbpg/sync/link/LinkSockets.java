package io.adbpg.sync.link;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import javax.net.SocketFactory;
import jdk.net.ExtendedSocketOptions;

/**
 * Creates the sockets of a {@link Link}, which tell it what passes. pgjdbc finds this class by name.
 *
 * <p>A read that takes longer than its timeout closes the socket: pgjdbc itself would go on with the connection, and take the
 * answer to one statement for that to the next.
 *
 * <p>pgjdbc polls a stream by a read with a timeout of a millisecond. A reader would have to poll many times a second, or leave
 * messages waiting while it sleeps. On the sockets of a stream such a read has a longer timeout if the one before found nothing;
 * data ends it at once.
 */
public final class LinkSockets extends SocketFactory {
    private static final int LOOK_MILLIS = 1;
    /** For so long the reader may miss that the stream is closed, or that there is a position to confirm. */
    private static final int PATIENCE_MILLIS = 200;

    /** Keeps what stands between the two ends from taking an idle connection for a forgotten one. */
    private static final int IDLE_SECONDS = 10;

    private static final int PROBE_SECONDS = 3;
    private static final int PROBES = 3;

    private final Link link;

    /** @param id that of the link */
    public LinkSockets(String id) {
        link = Links.find(id);
    }

    @Override
    public Socket createSocket() throws SocketException {
        if (link == null) {
            throw new SocketException("the job has given this connection up");
        }
        return new Watched(link);
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

    private static final class Watched extends Socket {
        private final Link link;
        private volatile boolean isSilent;
        private volatile int timeout;

        private Watched(Link link) throws SocketException {
            this.link = link;
            setKeepAlive(true);
            set(ExtendedSocketOptions.TCP_KEEPIDLE, IDLE_SECONDS);
            set(ExtendedSocketOptions.TCP_KEEPINTERVAL, PROBE_SECONDS);
            set(ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
            link.connected(this);
        }

        private void set(java.net.SocketOption<Integer> option, int value) throws SocketException {
            try {
                if (supportedOptions().contains(option)) {
                    setOption(option, value);
                }
            } catch (SocketException e) {
                throw e;
            } catch (IOException e) {
                throw new SocketException(e.getMessage());
            }
        }

        @Override
        public synchronized void setSoTimeout(int millis) throws SocketException {
            timeout = millis;
            boolean isPatient = isSilent && isLook() && link.kind() == Link.Kind.STREAM;
            try {
                super.setSoTimeout(isPatient ? PATIENCE_MILLIS : millis);
            } catch (SocketException e) {
                SocketException failure = new SocketException(e.getMessage());
                failure.initCause(link.failed(e));
                throw failure;
            }
        }

        private boolean isLook() {
            return timeout == LOOK_MILLIS;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    link.beginRead();
                    try {
                        int count = super.read(bytes, offset, length);
                        isSilent = false;
                        link.endRead(count);
                        return count;
                    } catch (SocketTimeoutException e) {
                        noteNothing();
                        throw isLook() ? e : link.failed(e);
                    } catch (IOException e) {
                        throw link.failed(e);
                    }
                }
            };
        }

        private void noteNothing() {
            link.endLook();
            if (isLook()) {
                isSilent = true;
            } else {
                link.noAnswer(timeout);
            }
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    link.beginWrite();
                    try {
                        out.write(bytes, offset, length);
                        link.endWrite(length);
                    } catch (IOException e) {
                        throw link.failed(e);
                    }
                }
            };
        }

        @Override
        public synchronized void close() throws IOException {
            super.close();
            link.closed(this);
        }
    }
}
