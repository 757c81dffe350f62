package io.adbpg.sync.failure;

/**
 * Recognises that the program ran out of memory. It must end then: nobody knows which of its threads are still alive.
 */
public final class OutOfMemory {
    private static final long MEGABYTE = 1 << 20;

    private OutOfMemory() {}

    /** Returns what to tell the user if memory ran out, with the table if an {@link AtTable} tells it; null if something else failed. */
    public static Refusal refusal(Throwable failure) {
        OutOfMemoryError error = Causes.find(failure, OutOfMemoryError.class);
        if (error == null) {
            return null;
        }
        return new Refusal(
                Message.of(
                        "out of memory ({0}){1} in a heap of {2} MB: start the program with a larger -Xmx, some times"
                                + " the size of the largest value, or a smaller sync.batch-max-bytes; nothing is lost",
                        error.getMessage(),
                        AtTable.place(failure),
                        Runtime.getRuntime().maxMemory() / MEGABYTE),
                failure);
    }
}
