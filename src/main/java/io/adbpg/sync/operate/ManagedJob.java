package io.adbpg.sync.operate;

import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.quarantine.Quarantine;
import io.adbpg.sync.resume.CommitPosition;
import io.adbpg.sync.routes.RefusedEdit;
import io.adbpg.sync.routes.RouteTakeover;
import io.adbpg.sync.status.Diagnosis;
import io.adbpg.sync.status.JobStatus;
import io.adbpg.sync.status.TableStatus;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.OperationsException;
import javax.management.StandardMBean;

/** The job as JMX shows it: MBean {@code io.adbpg.sync:type=Job,name=<job>}. */
public final class ManagedJob implements JobManagement {
    private final JobStatus status;
    private final Monitor monitor;
    private final CommitPosition position;
    private final JobControl control;
    private final RouteTakeover takeover;
    private final Quarantine quarantine;

    /** The MBean of a job. */
    public ManagedJob(
            JobStatus status,
            Monitor monitor,
            CommitPosition position,
            JobControl control,
            RouteTakeover takeover,
            Quarantine quarantine) {
        this.status = status;
        this.monitor = monitor;
        this.position = position;
        this.control = control;
        this.takeover = takeover;
        this.quarantine = quarantine;
    }

    /** Shows the job under a name. */
    public void register(MBeanServer server, ObjectName name) throws JMException {
        server.registerMBean(new Described(this), name);
    }

    @Override
    public String getState() {
        return status.view().state().word();
    }

    @Override
    public String getReason() {
        return status.view().reason();
    }

    @Override
    public String getSince() {
        return status.since().toString();
    }

    @Override
    public Long getDelayMillis() {
        OptionalLong millis = monitor.delayMillis();
        return millis.isPresent() ? millis.getAsLong() : null;
    }

    @Override
    public Long getDelayBytes() {
        return monitor.slot().map(SlotStatus::delayBytes).orElse(null);
    }

    @Override
    public Double getChangesPerSecond() {
        OptionalDouble rate = monitor.changesPerSecond();
        return rate.isPresent() ? rate.getAsDouble() : null;
    }

    @Override
    public String getPosition() {
        return position.reached().map(reached -> Lsn.text(reached.lsn())).orElse(null);
    }

    @Override
    public Long getHeldWalBytes() {
        return monitor.slot().map(SlotStatus::heldBytes).orElse(null);
    }

    @Override
    public String[] getTables() {
        Map<TableName, TableStatus> tables = status.tables();
        return monitor.tables().entrySet().stream()
                .map(entry -> entry.getKey() + ": " + text(entry.getValue(), tables.get(entry.getKey())))
                .toArray(String[]::new);
    }

    private static String text(TableView view, TableStatus table) {
        return view.state() == TableView.State.LOADING && table != null ? table.toString() : view.toString();
    }

    @Override
    public long getQuarantined() {
        return quarantine.size();
    }

    @Override
    public String[] getErrors() {
        return monitor.errors().stream()
                .map(error -> error.time() + " " + error.place() + ": " + error.message())
                .toArray(String[]::new);
    }

    @Override
    public String getRefusedRoutes() {
        return takeover.refused().map(RefusedEdit::why).orElse("");
    }

    @Override
    public String[] getVerified() {
        return control.getVerified();
    }

    @Override
    public String pause() throws OperationsException {
        return answer(() -> control.pause().toString());
    }

    @Override
    public String resume() throws OperationsException {
        return answer(() -> control.resume().toString());
    }

    @Override
    public String reload(String tables) throws OperationsException {
        return answer(() -> control.reload(tables).toString());
    }

    @Override
    public String verify(String tables, boolean repairs) throws OperationsException {
        return answer(() -> {
            control.verify(tables, repairs);
            return "the comparison has begun: attribute Verified tells what it finds";
        });
    }

    @Override
    public String precheck() throws OperationsException {
        return answer(control::precheck);
    }

    @Override
    public String quarantine(String table, long after) throws OperationsException {
        return answer(() -> quarantine.list(table, after));
    }

    @Override
    public String replay(String changes) throws OperationsException {
        return answer(() -> quarantine.replay(changes).toString());
    }

    @Override
    public String discard(String changes) throws OperationsException {
        return answer(() -> quarantine.discard(changes).toString());
    }

    /** A client of JMX has none of this program's classes. */
    private static String answer(Callable<String> action) throws OperationsException {
        try {
            return action.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationsException("the job ends");
        } catch (Exception e) {
            throw new OperationsException(Diagnosis.of(e, null).message().toString());
        }
    }

    /** Describes attributes, operations and their parameters as {@link JobManagement} does. */
    private static final class Described extends StandardMBean {
        private Described(JobManagement job) {
            super(job, JobManagement.class, false);
        }

        @Override
        protected String getDescription(MBeanInfo info) {
            return "The job";
        }

        @Override
        protected String getDescription(MBeanAttributeInfo info) {
            return text(method("get" + info.getName()).getAnnotation(Description.class));
        }

        @Override
        protected String getDescription(MBeanOperationInfo info) {
            return text(method(info.getName()).getAnnotation(Description.class));
        }

        @Override
        protected String getDescription(MBeanOperationInfo info, MBeanParameterInfo parameter, int place) {
            return text(method(info.getName()).getParameters()[place].getAnnotation(Description.class));
        }

        @Override
        protected String getParameterName(MBeanOperationInfo info, MBeanParameterInfo parameter, int place) {
            return method(info.getName()).getParameters()[place].getName();
        }

        @Override
        protected int getImpact(MBeanOperationInfo info) {
            return MBeanOperationInfo.ACTION;
        }

        private static Method method(String name) {
            return Arrays.stream(JobManagement.class.getMethods())
                    .filter(method -> method.getName().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        private static String text(Description description) {
            return description.value();
        }
    }
}
