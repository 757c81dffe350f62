package io.adbpg.sync.support;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Waits for as long as something moves. A slow machine makes nothing fail; what stands still for two minutes does, and says
 * what it was waiting for and how things stood.
 */
public final class Patience {
    private static final Duration STANDSTILL = Duration.ofMinutes(2);
    /** Most of what waits is over sooner, and a look may cost more than the condition. */
    private static final long BETWEEN_LOOKS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Supplier<String> movement;
    private final Supplier<String> report;
    private final Check check;

    /** Fails if there is nothing to wait for any more. */
    @FunctionalInterface
    public interface Check {
        /** Throws what is wrong. */
        void run() throws Exception;
    }

    /**
     * @param movement changes for as long as things go on
     * @param report how things stand, for a failure
     * @param check is made before each look
     */
    public Patience(Supplier<String> movement, Supplier<String> report, Check check) {
        this.movement = movement;
        this.report = report;
        this.check = check;
    }

    /** Returns when the condition holds; asks soon at first, then less and less often. */
    public void until(String what, Callable<Boolean> condition) {
        long begin = System.nanoTime();
        long moved = begin;
        long looked = begin;
        long pause = SHORTEST_NANOS;
        String seen = "";
        try {
            while (true) {
                check.run();
                if (condition.call()) {
                    return;
                }
                if (System.nanoTime() - looked >= BETWEEN_LOOKS_NANOS) {
                    String now = movement.get();
                    looked = System.nanoTime();
                    if (!now.equals(seen)) {
                        seen = now;
                        moved = looked;
                    } else if (looked - moved > STANDSTILL.toNanos()) {
                        throw new AssertionError("waited for: " + what + "; nothing has moved for "
                                + STANDSTILL.toSeconds() + " s, from " + seen + "\n" + report.get());
                    }
                }
                TimeUnit.NANOSECONDS.sleep(pause);
                pause = Math.min(LONGEST_NANOS, pause + pause / 4);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for: " + what, e);
        } catch (Exception e) {
            throw new IllegalStateException("while waiting for: " + what, e);
        } finally {
            Phases.add(Phases.Phase.WAITING, System.nanoTime() - begin);
        }
    }

    /** How far the source is, and what the sessions of both servers are doing. */
    static String activity(TestDatabase source, TestDatabase target) {
        return position(source) + activity(source) + activity(target);
    }

    private static String position(TestDatabase source) {
        try {
            return "committed at the source: " + source.walEnd() + "\n";
        } catch (IllegalStateException e) {
            return "";
        }
    }

    private static String activity(TestDatabase database) {
        StringBuilder text = new StringBuilder(database.role() + ":\n");
        try {
            database.rows("SELECT pid, datname, application_name, state, row_to_json(a)->>'wait_event_type',"
                            + " row_to_json(a)->>'wait_event', now() - xact_start, left(query, 200)"
                            + " FROM pg_stat_activity a WHERE pid <> pg_backend_pid()")
                    .forEach(row -> text.append("  ").append(row).append('\n'));
            database.rows("SELECT slot_name, active, restart_lsn, row_to_json(s)->>'confirmed_flush_lsn'"
                            + " FROM pg_replication_slots s")
                    .forEach(row -> text.append("  slot ").append(row).append('\n'));
        } catch (IllegalStateException e) {
            text.append("  ").append(e.getMessage()).append('\n');
        }
        return text.toString();
    }
}
