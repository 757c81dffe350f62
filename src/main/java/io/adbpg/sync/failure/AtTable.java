package io.adbpg.sync.failure;

/** A failure at a row of a table, for one that does not tell the table itself. */
public final class AtTable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Message place;

    private AtTable(Message place, Throwable cause) {
        super(cause);
        this.place = place;
    }

    /** Returns the failure at a row of a table. */
    public static AtTable of(Object table, Throwable cause) {
        return new AtTable(Message.of(" at a row of table {0}", table), cause);
    }

    /** Returns the failure at a row that came after a row of a table, and may be of another one. */
    public static AtTable after(Object table, Throwable cause) {
        return new AtTable(Message.of(" after a row of table {0}", table), cause);
    }

    /** Returns the place with a blank before it, such as {@code " at a row of table app.notes"}; nothing if it is not known. */
    public static Message place(Throwable failure) {
        AtTable at = Causes.find(failure, AtTable.class);
        return at == null ? Message.NONE : at.place;
    }
}
