package io.adbpg.sync.failure;

/**
 * Recognises that the program ran out of memory. It must end then: nobody knows which of its threads are still alive.
 */
public final class OutOfMemory {
    private static final long MEGABYTE = 1 << 20;

    private OutOfMemory() {}

    /** Memory ran out at rows of a table. */
    private static final class AtTable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String table;

        private AtTable(String table, OutOfMemoryError error) {
            super(error);
            this.table = table;
        }
    }

    /** Returns the failure for memory that ran out at rows of a table, so that the user is told of the table. */
    public static RuntimeException at(Object table, OutOfMemoryError error) {
        return new AtTable(table.toString(), error);
    }

    /** Returns what to tell the user if memory ran out; null if something else failed. */
    public static Refusal refusal(Throwable failure) {
        OutOfMemoryError error = Causes.find(failure, OutOfMemoryError.class);
        if (error == null) {
            return null;
        }
        AtTable at = Causes.find(failure, AtTable.class);
        return new Refusal(
                "out of memory (" + error.getMessage() + ")" + (at == null ? "" : " at rows of table " + at.table)
                        + " in a heap of " + Runtime.getRuntime().maxMemory() / MEGABYTE
                        + " MB: start the program with a larger -Xmx, some times the size of the largest value, or a"
                        + " smaller sync.batch-max-bytes; nothing is lost",
                failure);
    }
}
