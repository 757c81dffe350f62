package io.adbpg.sync.catalog;

import io.adbpg.sync.failure.Message;
import java.util.Collection;
import java.util.Set;

/**
 * A partition below a captured root, at any level, as the source's catalogue describes it.
 *
 * @param parent the oid of the table that it is a partition of
 * @param kind {@code r} for a table, {@code p} for one with partitions of its own, {@code f} for a foreign table
 * @param persistence {@code p}, or {@code u} if it is unlogged
 * @param identity its replica identity: d(efault), i(ndex), f(ull) or n(othing)
 * @param identityColumns the columns of its primary key, or of its replica identity's index; empty if it has none
 * @param mark what tells whether its rows were exchanged
 * @param bornHere whether it was created as this partition, so that all its rows came through the stream
 */
public record Partition(
        long oid,
        long parent,
        TableName name,
        char kind,
        char persistence,
        char identity,
        Set<String> identityColumns,
        Mark mark,
        boolean bornHere) {

    /**
     * What changes when the rows of a partition are exchanged without a change of any row.
     *
     * @param storage its {@code relfilenode}: TRUNCATE changes it, and so does whatever rewrites the rows
     * @param attached the transaction that made it a partition
     */
    public record Mark(long storage, long attached) {}

    /** Whether it holds rows, rather than further partitions. */
    public boolean isLeaf() {
        return kind != 'p';
    }

    /** Whether changes of its rows are in the WAL. */
    public boolean isLogged() {
        return kind != 'f' && persistence == 'p';
    }

    /** Whether the old rows of its changes have all columns. */
    boolean isFull() {
        return identity == 'f';
    }

    /** Whether the source accepts UPDATE and DELETE once it is published. */
    boolean hasIdentity() {
        return isFull() || !identityColumns.isEmpty();
    }

    /** Whether the old rows of its changes have these columns. */
    boolean identifies(Collection<String> columns) {
        return isFull() || identityColumns.containsAll(columns);
    }

    /** Says that its changes are not in the WAL; to be followed by what it is a partition of. */
    public Message unseen() {
        return kind == 'f'
                ? Message.of(
                        "partition {0} is a foreign table: changes of its rows never arrive, only a load copies them",
                        name)
                : Message.of(
                        "partition {0} is UNLOGGED: changes of its rows never arrive, only a load copies them", name);
    }

    /** Returns the statement after which its changes are in the WAL; blank if there is none. */
    public String logging() {
        return kind == 'f' ? "" : "ALTER TABLE " + name + " SET LOGGED";
    }
}
