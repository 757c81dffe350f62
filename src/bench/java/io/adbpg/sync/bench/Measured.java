package io.adbpg.sync.bench;

/**
 * What one run took.
 *
 * @param seconds by the clock
 * @param jvm CPU seconds of this JVM, all threads
 * @param servers CPU seconds of both PostgreSQL servers, all processes
 * @param peakHeap the most that the heap held, in MB; garbage included
 */
record Measured(double seconds, double jvm, double servers, double peakHeap) {}
