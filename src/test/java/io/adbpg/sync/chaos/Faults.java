package io.adbpg.sync.chaos;

import io.adbpg.sync.support.FaultyLink;
import io.adbpg.sync.support.RestartableServer;
import io.adbpg.sync.support.RestartableServer.Stop;
import io.adbpg.sync.support.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** All that can go wrong, each by a name; each is over when its method returns. */
final class Faults {
    /** Tables whose rows need not agree with those of another table at each moment. */
    private static final List<String> RELOADABLE =
            List.of("items", "events", "documents", "prices", "growing", "cleared", "bulk");

    private static final List<String> ALL_TABLES =
            List.of("savings", "loans", "lines", "items", "documents", "seats", "growing", "bulk");

    private final Scene scene;
    private final ChaosJob job;
    private final TestDatabase target;
    private final Map<String, Fault> all = new LinkedHashMap<>();

    /** Something that goes wrong for a while. */
    @FunctionalInterface
    interface Fault {
        /** Lets it happen, and end. */
        void strike(Random random) throws Exception;
    }

    /** All that can go wrong there. */
    Faults(Scene scene) {
        this.scene = scene;
        this.job = scene.job();
        this.target = scene.target();
        int patience = Scene.PATIENCE_MILLIS;
        all.put("job killed", random -> job.kill());
        all.put("job killed while it starts", this::killStart);
        all.put("job frozen beyond the source's patience", random -> freeze(patience + random.nextInt(3000)));
        all.put("job frozen for a moment", random -> freeze(random.nextInt(1000)));
        all.put("source restarted", random -> restart(scene.sourceServer(), Stop.FAST, random));
        all.put("source crashed", random -> restart(scene.sourceServer(), Stop.IMMEDIATE, random));
        all.put("target restarted", random -> restart(scene.targetServer(), Stop.FAST, random));
        all.put("target crashed", random -> restart(scene.targetServer(), Stop.IMMEDIATE, random));
        all.put("backends of the source ended", random -> endBackends(scene.source()));
        all.put("backends of the target ended", random -> endBackends(target));
        all.put("connections cut at a byte", this::cut);
        all.put("connections half closed", this::halfClose);
        all.put("bytes held back", random -> hold(random, 3000));
        all.put("bytes held back beyond the source's patience", random -> hold(random, patience + 2000));
        all.put("bytes late", this::delay);
        all.put("connections refused", this::refuse);
        all.put("target table locked", this::lock);
        all.put("job paused", this::pause);
        all.put("route stopped", this::stopRoute);
        all.put("table loaded again", this::reload);
        all.put("second copy started", this::startSecond);
        all.put("route file broken", this::breakFile);
        all.put("table left and came back", this::leave);
        scene.disk().ifPresent(small -> all.put("disk of the target full", random -> fill(small, random)));
    }

    /** Those that can happen here. */
    Map<String, Fault> all() {
        return all;
    }

    /** Ends whatever may still go on. */
    void endAll() throws IOException {
        for (FaultyLink link : List.of(scene.sourceLink(), scene.targetLink())) {
            link.hold(false);
            link.open();
            link.delay(0);
            link.cut();
        }
        job.edit(scene.allTables());
    }

    private static void pause(int millis) throws InterruptedException {
        Thread.sleep(millis);
    }

    private FaultyLink link(Random random) {
        return random.nextBoolean() ? scene.sourceLink() : scene.targetLink();
    }

    private void killStart(Random random) throws Exception {
        for (int kill = random.nextInt(3); kill >= 0; kill--) {
            job.kill();
            pause(random.nextInt(5000));
        }
    }

    private void freeze(int millis) throws Exception {
        synchronized (job) {
            job.process().freeze(true);
            pause(millis);
            job.process().freeze(false);
        }
    }

    private static void restart(RestartableServer server, Stop how, Random random) throws Exception {
        synchronized (server) {
            server.stop(how);
            pause(random.nextInt(2) * random.nextInt(4000));
            server.startAgain();
        }
    }

    private static void endBackends(TestDatabase database) {
        try {
            database.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name LIKE 'adbpg-sync%' OR backend_type = 'walsender'");
        } catch (IllegalStateException e) {
            // The server is away.
        }
    }

    private void cut(Random random) throws InterruptedException {
        FaultyLink link = link(random);
        for (int i = random.nextInt(4); i >= 0; i--) {
            // The few bytes of an answer as often as many of a COPY.
            link.cutAfter((long) Math.exp(random.nextDouble() * Math.log(2_000_000)));
            pause(random.nextInt(1500));
        }
        link.cut();
    }

    private void halfClose(Random random) throws InterruptedException {
        link(random).halfClose(random.nextBoolean());
        pause(random.nextInt(1000));
    }

    private void hold(Random random, int millis) throws InterruptedException {
        FaultyLink link = link(random);
        link.hold(true);
        pause(millis);
        if (random.nextBoolean()) {
            link.cut();
        }
        link.hold(false);
    }

    private void delay(Random random) throws InterruptedException {
        FaultyLink link = link(random);
        link.delay(1 + random.nextInt(100));
        pause(random.nextInt(5000));
        link.delay(0);
    }

    private void refuse(Random random) throws InterruptedException {
        FaultyLink link = link(random);
        link.shut();
        pause(random.nextInt(4000));
        link.open();
    }

    private void lock(Random random) throws InterruptedException {
        try (Connection connection = target.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET lock_timeout = '5s'");
            statement.execute("LOCK TABLE " + ALL_TABLES.get(random.nextInt(ALL_TABLES.size()))
                    + (random.nextBoolean() ? " IN SHARE MODE" : ""));
            pause(random.nextInt(8000));
        } catch (SQLException e) {
            // The server is away, or the job was first.
        }
    }

    private void pause(Random random) throws InterruptedException {
        job.ask("/api/pause");
        pause(random.nextInt(3000));
        job.ask("/api/resume");
    }

    private void stopRoute(Random random) throws InterruptedException {
        String route = random.nextInt(4) == 0 ? job.captureRoute() : ALL_TABLES.get(random.nextInt(ALL_TABLES.size()));
        String stop = random.nextBoolean() ? "stop" : "suspend";
        job.ask(route, stop);
        pause(random.nextInt(3000));
        job.ask(route, stop.equals("stop") ? "start" : "resume");
    }

    private void reload(Random random) {
        job.ask("/api/reload?table=public." + RELOADABLE.get(random.nextInt(RELOADABLE.size())));
    }

    private void startSecond(Random random) throws Exception {
        synchronized (scene.second()) {
            scene.second().process().start();
            // Less than it waits for the first: it must not come to an end by itself.
            pause(random.nextInt(8000));
            scene.second().process().kill();
        }
    }

    private void breakFile(Random random) throws Exception {
        String whole = scene.allTables();
        synchronized (job) {
            if (!job.answers()) {
                // A program that is just starting would rightly end because of the file.
                return;
            }
            job.edit(whole.substring(0, random.nextInt(whole.length())));
            pause(random.nextInt(2000));
            job.edit(whole);
        }
    }

    private void leave(Random random) throws Exception {
        job.edit(scene.tables());
        pause(random.nextInt(4000));
        job.edit(scene.allTables());
    }

    private void fill(SmallDisk disk, Random random) throws Exception {
        // A server can't start on a full disk.
        synchronized (scene.targetServer()) {
            disk.fill();
            pause(1000 + random.nextInt(5000));
            disk.free();
        }
    }
}
