package io.adbpg.sync.command;

import io.adbpg.sync.operate.JobLook;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Looks at several jobs at once, so that one that does not answer holds up no other. */
record JobLooks(List<JobPlace> places) {
    private static final int MOST_AT_ONCE = 32;

    /** Asks each; returns what they say, in their order. */
    List<JobLook> now() {
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(MOST_AT_ONCE, places.size()));
        try {
            List<CompletableFuture<JobLook>> looks = places.stream()
                    .map(place -> CompletableFuture.supplyAsync(() -> look(place), threads))
                    .toList();
            return looks.stream().map(CompletableFuture::join).toList();
        } finally {
            threads.shutdownNow();
        }
    }

    private static JobLook look(JobPlace place) {
        try {
            return place.look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return JobLook.failed(place.name(), "", "interrupted");
        }
    }
}
