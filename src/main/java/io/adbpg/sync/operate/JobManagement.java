package io.adbpg.sync.operate;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.management.OperationsException;

/**
 * What clients of JMX see of a job and may ask of it. An attribute that is not known is null. What the job refuses is told by an
 * exception that every client has.
 */
public interface JobManagement {
    /** What a client shows beside an attribute, an operation or a parameter. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.PARAMETER})
    @interface Description {
        /** One sentence. */
        String value();
    }

    @Description("What the job is doing, such as syncing")
    String getState();

    @Description("Why it is in this state; blank if there is nothing to say")
    String getReason();

    @Description("Since when it is in this state, in UTC")
    String getSince();

    @Description("How far the target is behind, in milliseconds")
    Long getDelayMillis();

    @Description("How far the target is behind, in bytes of the source's WAL")
    Long getDelayBytes();

    @Description("Changes applied per second, of late")
    Double getChangesPerSecond();

    @Description("The source's LSN up to which the target holds everything")
    String getPosition();

    @Description("How much WAL the source keeps for the job, in bytes")
    Long getHeldWalBytes();

    @Description("What becomes of each table")
    String[] getTables();

    @Description("How many changes are in quarantine")
    long getQuarantined();

    @Description("What has held up the job or a table, newest first")
    String[] getErrors();

    @Description(
            "What is in the route files and does not run, since it can't be taken over; blank if they are what runs")
    String getRefusedRoutes();

    @Description("What the last comparison has found by now, a line per table")
    String[] getVerified();

    @Description("Pauses the job after the batch in hand")
    String pause() throws OperationsException;

    @Description("Lets the job go on")
    String resume() throws OperationsException;

    @Description("Loads tables again; returns at once")
    String reload(@Description("their names, such as public.orders, with commas between") String tables)
            throws OperationsException;

    @Description("Compares tables on both ends; returns at once, and attribute Verified tells what is found")
    String verify(
            @Description("their names with commas between; blank for all") String tables,
            @Description("whether rows that differ are written anew") boolean repairs)
            throws OperationsException;

    @Description("Looks at both ends now; returns what was found, in JSON")
    String precheck() throws OperationsException;

    @Description("Lists changes in quarantine, oldest first: a JSON object per line, at most a hundred")
    String quarantine(
            @Description("the table's name on the source; blank for all") String table,
            @Description("only changes with larger numbers; 0 for all") long after)
            throws OperationsException;

    @Description("Applies changes that are in quarantine")
    String replay(@Description("all, a table, or numbers of changes with commas between") String changes)
            throws OperationsException;

    @Description("Deletes changes from the quarantine without applying them")
    String discard(@Description("all, a table, or numbers of changes with commas between") String changes)
            throws OperationsException;
}
