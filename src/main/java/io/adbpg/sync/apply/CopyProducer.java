package io.adbpg.sync.apply;

import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowGroup;
import io.adbpg.sync.fold.RowGroup.PartialRow;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.springframework.dao.DuplicateKeyException;

/**
 * Writes the rows of a {@link RowGroup} by {@code COPY … FROM STDIN} on the target connection.
 *
 * <p>Header {@code sql}, a {@link TableSql}, says which values go into which columns.
 */
final class CopyProducer extends DefaultProducer {
    private static final int CHUNK = 1 << 16;
    private static final String UNIQUE_VIOLATION = "23505";

    private final TargetConnection target;
    private final CopyEndpoint.Into into;
    private final CopyText text = new CopyText();

    CopyProducer(CopyEndpoint endpoint, TargetConnection target, CopyEndpoint.Into into) {
        super(endpoint);
        this.target = target;
        this.into = into;
    }

    @Override
    public synchronized void process(Exchange exchange) throws Exception {
        RowGroup group = exchange.getMessage().getMandatoryBody(RowGroup.class);
        TableSql sql = exchange.getMessage().getHeader("sql", TableSql.class);
        if (into == CopyEndpoint.Into.TABLE) {
            copyIntoTable(group.rows(), sql);
        } else {
            target.clearStaging(sql.staging(), sql.stagingDefinition());
            copyIntoStaging(into == CopyEndpoint.Into.STAGING ? group.rows() : List.of(), group, sql);
        }
    }

    private void copyIntoTable(List<Row> rows, TableSql sql) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        int[] positions = sql.positions();
        boolean inOrder = isInOrder(positions);
        CopyIn copy = start("COPY " + sql.target() + " " + sql.columns() + " FROM STDIN");
        try {
            for (Row row : rows) {
                if (inOrder) {
                    addAll(row, positions.length);
                } else {
                    for (int position : positions) {
                        text.add(row, row.offset(position));
                    }
                }
                endRow(copy);
            }
            finish(copy);
        } catch (SQLException e) {
            throw failed(copy, e);
        }
    }

    private void copyIntoStaging(List<Row> whole, RowGroup group, TableSql sql) throws SQLException {
        int width = group.relation().columns().size();
        CopyIn copy = start("COPY " + sql.staging() + " (" + sql.stagedColumns() + ") FROM STDIN");
        try {
            for (int i = 0; i < whole.size(); i++) {
                addAll(whole.get(i), width);
                // Takes nothing from the target's row.
                text.addNull();
                if (!group.keys().isEmpty()) {
                    addAll(group.keys().get(i), group.relation().keyLength());
                }
                endRow(copy);
            }
            for (PartialRow partial : group.partial()) {
                addAll(partial.row(), width);
                byte[] mask = (StagingSql.PENDING + partial.row().unchangedMask()).getBytes(StandardCharsets.UTF_8);
                text.add(mask, 0, mask.length);
                addAll(partial.oldKey(), group.relation().keyLength());
                endRow(copy);
            }
            finish(copy);
        } catch (SQLException e) {
            throw failed(copy, e);
        }
    }

    private CopyIn start(String statement) throws SQLException {
        text.clear();
        return target.getConnection().unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
    }

    private void addAll(Row row, int count) {
        int offset = 0;
        for (int i = 0; i < count; i++) {
            text.add(row, offset);
            offset = row.next(offset);
        }
    }

    private void endRow(CopyIn copy) throws SQLException {
        text.endRow();
        if (text.length() >= CHUNK) {
            copy.writeToCopy(text.buffer(), 0, text.length());
            text.clear();
        }
    }

    private void finish(CopyIn copy) throws SQLException {
        if (text.length() > 0) {
            copy.writeToCopy(text.buffer(), 0, text.length());
        }
        copy.endCopy();
    }

    private static RuntimeException failed(CopyIn copy, SQLException e) throws SQLException {
        try {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        } catch (SQLException broken) {
            e.addSuppressed(broken);
        }
        if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
            return new DuplicateKeyException(e.getMessage(), e);
        }
        throw e;
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
