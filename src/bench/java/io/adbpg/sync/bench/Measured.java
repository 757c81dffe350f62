package io.adbpg.sync.bench;

/**
 * What one run took.
 *
 * @param seconds by the clock
 * @param jvm CPU seconds of this JVM, all threads, and of the job if it is a process of its own
 * @param servers CPU seconds of both PostgreSQL servers, all processes
 * @param peakHeap the most that the heap held, in MB; garbage included
 */
record Measured(double seconds, double jvm, double servers, double peakHeap) {}
