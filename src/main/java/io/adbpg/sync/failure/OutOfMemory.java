package io.adbpg.sync.failure;

/** Tells that the program ran out of memory: it must end then, since nobody knows which of its threads still live. */
public final class OutOfMemory {
    private static final long MEGABYTE = 1 << 20;

    private OutOfMemory() {}

    /** What to tell the user if memory ran out; null if that is not what failed. */
    public static Refusal refusal(Throwable failure) {
        OutOfMemoryError error = Causes.find(failure, OutOfMemoryError.class);
        if (error == null) {
            return null;
        }
        return new Refusal(
                "out of memory (" + error.getMessage() + ") in a heap of "
                        + Runtime.getRuntime().maxMemory() / MEGABYTE
                        + " MB: start the program with a larger -Xmx, or a smaller sync.batch-max-bytes; nothing is lost",
                failure);
    }
}
