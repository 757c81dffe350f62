package io.adbpg.sync.apply;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.AtTable;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowGroup;
import io.adbpg.sync.fold.RowGroup.PartialRow;
import io.adbpg.sync.mapping.StagingSql;
import io.adbpg.sync.mapping.TableSql;
import java.sql.SQLException;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/**
 * Writes the rows of a {@link RowGroup} by {@code COPY … FROM STDIN} on the target connection.
 *
 * <p>Header {@code sql}, a {@link TableSql}, says which values go into which columns.
 */
public final class CopyProducer extends DefaultProducer {
    private final Target target;
    private final CopyEndpoint.Into into;
    private final TableName table;

    CopyProducer(CopyEndpoint endpoint) {
        super(endpoint);
        this.target = endpoint.getDataSource();
        this.into = endpoint.getInto();
        this.table = endpoint.table();
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        RowGroup group = exchange.getMessage().getMandatoryBody(RowGroup.class);
        TableSql sql = exchange.getMessage().getHeader("sql", TableSql.class);
        if (sql == null && table == null) {
            throw Refusal.usage(
                    "rows of {0} came to {1} and no entry has said where they go: hand them to an entry first, by"
                            + " its `from`, or name the table, as in copy:schema.table",
                    group.relation().table(), getEndpoint());
        }
        try {
            copy(group, sql);
        } catch (OutOfMemoryError e) {
            throw AtTable.of(group.relation().table(), e);
        }
    }

    private void copy(RowGroup group, TableSql sql) throws SQLException {
        TargetConnection connection = target.own();
        if (into == CopyEndpoint.Into.TABLE) {
            write(connection, group.rows(), CopiedInto.of(table, group, sql));
        } else {
            connection.noteStaged(new TargetConnection.Staged(group, sql));
            stage(connection, into == CopyEndpoint.Into.STAGING ? group.rows() : List.of(), group, sql);
        }
    }

    private static void write(TargetConnection connection, List<Row> rows, CopiedInto filled) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        if (connection.gathered().isOn()) {
            connection.gathered().write(filled, rows);
        } else {
            copyIntoTable(connection, rows, filled);
        }
    }

    /** COPYs rows into a table. */
    static void copyIntoTable(TargetConnection connection, List<Row> rows, CopiedInto filled) throws SQLException {
        int[] positions = filled.positions();
        boolean inOrder = isInOrder(positions);
        CopyStream.Rows copy = stream -> {
            for (Row row : rows) {
                if (inOrder) {
                    stream.addAll(row, positions.length);
                } else {
                    for (int position : positions) {
                        stream.add(row, position);
                    }
                }
                stream.endRow();
            }
        };
        CopyStream.run(
                connection,
                filled.statement(),
                copy,
                failure -> filled.sql() == null
                        ? null
                        : new RefusedRow(filled.sql().copied()).refusal(failure, filled.name(), line -> rows.get(line)
                                .select(positions)));
    }

    /** COPYs rows, and the partial rows of their group, into its staging table, which holds no others then. */
    static void stage(TargetConnection connection, List<Row> whole, RowGroup group, TableSql sql) throws SQLException {
        connection.stage(group, whole, sql);
        int width = group.relation().columns().size();
        int keyLength = group.relation().keyLength();
        String statement = "COPY " + sql.staging() + " (" + sql.stagedColumns() + ") FROM STDIN";
        CopyStream.Rows copy = stream -> {
            for (int i = 0; i < whole.size(); i++) {
                stream.addAll(whole.get(i), width);
                // Takes nothing from the target's row.
                stream.addNull();
                if (!group.keys().isEmpty()) {
                    stream.addAll(group.keys().get(i), keyLength);
                }
                stream.endRow();
            }
            for (PartialRow partial : group.partial()) {
                stream.addAll(partial.row(), width);
                stream.add(StagingSql.PENDING + partial.row().unchangedMask());
                stream.addAll(partial.oldKey(), keyLength);
                stream.endRow();
            }
        };
        CopyStream.run(connection, statement, copy, failure -> new RefusedRow(sql.copiedToStaging())
                .refusal(
                        failure,
                        sql.staging(),
                        line -> line < whole.size()
                                ? whole.get(line)
                                : group.partial().get(line - whole.size()).row()));
    }

    private static boolean isInOrder(int[] positions) {
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] != i) {
                return false;
            }
        }
        return true;
    }
}
