package io.adbpg.sync.chaos;

import io.adbpg.sync.support.Http;
import io.adbpg.sync.support.JobProcess;
import io.adbpg.sync.support.ManagedBeans;
import io.adbpg.sync.support.Program;
import io.adbpg.sync.support.RouteFolder;
import io.adbpg.sync.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** The job under attack: a process that is asked by HTTP and JMX, as an operator would. */
public final class ChaosJob implements AutoCloseable {
    private static final String TABLES = "tables.camel.yaml";

    private final Path folder;
    private final RouteFolder routes;
    private final boolean standsBy;
    private final JobProcess process;
    private final String captureRoute;

    /**
     * Makes its folder, which must not be there; starts nothing.
     *
     * @param settings settings that differ from those of other tests
     * @param mounted whether its route files come from a ConfigMap
     */
    ChaosJob(
            Path folder,
            String tables,
            TestDatabase source,
            TestDatabase target,
            Map<String, String> settings,
            boolean mounted)
            throws IOException {
        this.folder = folder;
        this.captureRoute = "capture-" + settings.get("source.capture");
        this.standsBy = Boolean.parseBoolean(settings.get("sync.standby"));
        Files.createDirectory(folder);
        this.process = JobProcess.in(folder, tables, source, target, settings, "-Xmx256m");
        Path files = folder.resolve("routes");
        this.routes = mounted ? RouteFolder.mounted(files) : RouteFolder.plain(files);
    }

    /** Its process. */
    public JobProcess process() {
        return process;
    }

    /** Whether it stands by while another copy of it runs. */
    public boolean standsBy() {
        return standsBy;
    }

    /** Whether its route files come from a ConfigMap, so that an edit swaps them all. */
    public boolean isMounted() {
        return routes.isMounted();
    }

    /** The id of the route that reads the source. */
    public String captureRoute() {
        return captureRoute;
    }

    /** Kills it, and starts it again. */
    public synchronized void kill() throws IOException, InterruptedException {
        process.kill();
        process.start();
    }

    /** Stops all its threads where they are, for a while. */
    public synchronized void freeze(int millis) throws IOException, InterruptedException {
        process.freeze(true);
        Fault.pause(millis);
        process.freeze(false);
    }

    private Http http() throws IOException {
        return Http.toJobIn(folder).orElseThrow(() -> new IOException("it does not listen"));
    }

    /** Has something done, such as {@code /api/pause}; false if it does not answer, or can't do it now. */
    public boolean ask(String path) {
        try {
            return http().send("POST", path, "X-Adbpg-Sync: 1", "Content-Length: 0")
                            .status()
                    < 300;
        } catch (IOException | RuntimeException e) {
            // It was killed, or is just starting.
            return false;
        }
    }

    /** Calls an operation of a route, such as {@code stop}; false if it does not answer. */
    public boolean ask(String route, String operation) {
        if (!answers()) {
            return false;
        }
        try (JMXConnector connector = ManagedBeans.connect(process.pid())) {
            MBeanServerConnection beans = connector.getMBeanServerConnection();
            beans.invoke(
                    new ObjectName("org.apache.camel:context=adbpg-sync,type=routes,name=\"" + route + "\""),
                    operation,
                    null,
                    null);
            return true;
        } catch (IOException | JMException | RuntimeException e) {
            // It was killed, or is just starting, or is making its routes anew.
            return false;
        }
    }

    /** Writes the file with the table routes. */
    public void edit(String tables) throws IOException {
        routes.write(TABLES, tables);
    }

    /** Writes a route file, such as {@code table.camel.yaml}. */
    public void edit(String file, String text) throws IOException {
        routes.write(file, text);
    }

    /** What a route file holds. */
    public String read(String file) throws IOException {
        return routes.read(file);
    }

    /** Whether it says in which state it is, which it does from its start on. */
    public boolean answers() {
        try {
            return http().send("GET", "/api/status").status() == 200;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** Whether it says that it, and each of its tables, is in step. */
    public boolean isSyncing() {
        try {
            JsonObject status = (JsonObject)
                    Jsoner.deserialize(http().send("GET", "/api/status").body());
            JsonArray tables = (JsonArray) status.get("tables");
            return status.getString("state").equals("syncing")
                    && tables.stream()
                            .allMatch(table ->
                                    ((JsonObject) table).getString("state").equals("syncing"));
        } catch (IOException | DeserializationException | RuntimeException e) {
            return false;
        }
    }

    /** Lets its own command compare all tables. */
    Program.Result verify() throws IOException, InterruptedException {
        return new Program(folder).run(List.of("verify"));
    }

    /** What has been printed, in all runs. */
    String output() {
        return process.output();
    }

    @Override
    public void close() {
        process.close();
    }
}
