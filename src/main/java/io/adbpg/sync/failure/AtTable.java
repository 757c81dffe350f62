package io.adbpg.sync.failure;

/** A failure at a row of a table, for one that does not tell the table itself. */
public final class AtTable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String place;

    private AtTable(String place, Throwable cause) {
        super(cause);
        this.place = place;
    }

    /** Returns the failure at a row of a table. */
    public static AtTable of(Object table, Throwable cause) {
        return new AtTable("at a row of table " + table, cause);
    }

    /** Returns the failure at a row that came after a row of a table, and may be of another one. */
    public static AtTable after(Object table, Throwable cause) {
        return new AtTable("after a row of table " + table, cause);
    }

    /** Returns the place with a blank before it, such as {@code " at a row of table app.notes"}; blank if it is not known. */
    public static String place(Throwable failure) {
        AtTable at = Causes.find(failure, AtTable.class);
        return at == null ? "" : " " + at.place;
    }
}
