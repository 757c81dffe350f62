package io.adbpg.sync.support;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The managed beans of a program on this machine, as {@code jconsole <pid>} reaches them: the program has set up no port for them. */
public final class ManagedBeans {
    private ManagedBeans() {}

    /**
     * Connects to the program; the caller closes it.
     *
     * @param pid of a program that has come up: one that is just starting takes the signal for its end
     */
    // The program itself answers.
    @SuppressWarnings("BanJNDI")
    public static JMXConnector connect(long pid) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException(e);
        }
    }
}
