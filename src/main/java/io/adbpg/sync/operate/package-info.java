/**
 * What shows a running job and what controls it: HTTP API and status page, JMX, health checks, Camel's developer console, and the
 * monitor that looks at both servers for them.
 *
 * <p>What must hold: nothing here is asked by the stream, and nothing here can hold it up; looks at the servers have connections
 * and time limits of their own. No answer shows a password. What is shown is never better than it is: unknown is not zero.
 *
 * <p>This package and {@code command} alone know HTTP. It knows what it shows and controls; only {@code job} and the programs above
 * know it.
 *
 * <p>To show another figure: keep it in {@code status}, where whoever knows it writes it; add it to {@link
 * io.adbpg.sync.operate.StatusReport}, the page's script and {@code src/docs/api.md}. To let operators do something: a method of
 * {@link io.adbpg.sync.operate.JobControl}, a route in {@code routes/operate.camel.yaml}, an operation of {@link
 * io.adbpg.sync.operate.ManagedJob}, and a command.
 */
package io.adbpg.sync.operate;
