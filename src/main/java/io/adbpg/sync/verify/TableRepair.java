package io.adbpg.sync.verify;

import io.adbpg.sync.apply.GroupMessage;
import io.adbpg.sync.apply.Target;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.NetChanges;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowBuilder;
import io.adbpg.sync.fold.RowGroup;
import io.adbpg.sync.fold.Stamp;
import io.adbpg.sync.load.ExportedSnapshot;
import io.adbpg.sync.mapping.ComparedTable;
import io.adbpg.sync.mapping.TableMapping;
import io.adbpg.sync.mapping.TableRoutes.TableRoute;
import io.adbpg.sync.verify.Difference.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;

/**
 * Rewrites rows as the source has them, through their table's route: in a transaction of the job's own connection, while the
 * stream stands at the position at which the source was read. The position stays the same.
 */
final class TableRepair implements CommonPosition.User {
    private static final int READ_SECONDS = 30;

    private final CamelContext context;
    private final Target target;
    private final ComparedTable table;
    private final TableRoute route;
    private final Relation relation;
    private final Map<List<String>, Kind> differing;
    private final List<List<String>> keys;

    /** @param differing how each row differs, by the values of its key in the source's order */
    TableRepair(
            CamelContext context,
            Target target,
            ComparedTable table,
            TableRoute route,
            Map<List<String>, Kind> differing) {
        this.context = context;
        this.target = target;
        this.table = table;
        this.route = route;
        this.relation = route.mapping().relation(table.source().name());
        this.differing = differing;
        this.keys = List.copyOf(differing.keySet());
    }

    @Override
    public void begin() {}

    @Override
    public boolean look(ExportedSnapshot snapshot) {
        return true;
    }

    @Override
    public boolean use(ExportedSnapshot snapshot, boolean isOpen) throws Exception {
        if (isOpen) {
            // The repair would commit pieces of an unfinished transaction.
            return false;
        }
        Connection source = snapshot.connect();
        NetChanges changes;
        try {
            changes = changes(source);
            if (ExportedSnapshot.isRewritten(source, table.source().name())) {
                return false;
            }
        } finally {
            snapshot.release(source);
        }
        try (ProducerTemplate template = context.createProducerTemplate()) {
            for (RowGroup group : changes.drain()) {
                Message message = GroupMessage.of(context, group, route.uri());
                Exchange exchange = template.request(route.uri(), request -> request.setMessage(message));
                if (exchange.getException() != null) {
                    throw exchange.getException();
                }
            }
            target.commit();
        } catch (Exception e) {
            target.own().reset();
            throw e;
        }
        return true;
    }

    private NetChanges changes(Connection source) throws SQLException {
        TableMapping mapping = route.mapping();
        NetChanges.Rule rule = mapping.rule(table.source().name());
        NetChanges changes = new NetChanges();
        Set<List<String>> there = new HashSet<>();
        int keyLength = relation.keyLength();
        try (PreparedStatement statement = source.prepareStatement(query())) {
            statement.setQueryTimeout(READ_SECONDS);
            for (int i = 0; i < keyLength; i++) {
                int column = i;
                statement.setArray(
                        i + 1,
                        source.createArrayOf(
                                "text",
                                keys.stream().map(key -> key.get(column)).toArray()));
            }
            ResultSet result = statement.executeQuery();
            while (result.next()) {
                List<String> key = new ArrayList<>();
                for (int i = 1; i <= keyLength; i++) {
                    key.add(result.getString(i));
                }
                there.add(key);
                RowBuilder row = new RowBuilder();
                for (int i = 1; i <= relation.columns().size(); i++) {
                    row.add(result.getString(keyLength + i));
                }
                if (differing.get(key) == Kind.DIFFERENT) {
                    // An update keeps the columns that only the target has.
                    changes.change(Operation.UPDATE, relation, rule, null, row.build());
                } else {
                    changes.change(Operation.DELETE, relation, rule, keyRow(key), null);
                    changes.change(Operation.INSERT, relation, rule, null, row.build());
                }
            }
        }
        for (List<String> key : keys) {
            if (!there.contains(key)) {
                changes.change(Operation.DELETE, relation, rule, keyRow(key), null);
            }
        }
        return changes;
    }

    /** Selects the rows with these keys: each key as it was asked for, and the row in the form that the stream delivers. */
    private String query() {
        List<String> keyColumns = relation.keyColumns();
        String arrays = IntStream.range(0, keyColumns.size())
                .mapToObj(i -> "CAST(? AS text[])")
                .collect(Collectors.joining(", "));
        String names = IntStream.range(0, keyColumns.size())
                .mapToObj(i -> "k" + (i + 1))
                .collect(Collectors.joining(", "));
        String match = IntStream.range(0, keyColumns.size())
                .mapToObj(i -> "s." + TableName.quote(keyColumns.get(i)) + " = CAST(k.k" + (i + 1) + " AS "
                        + table.source().types().get(keyColumns.get(i)) + ")")
                .collect(Collectors.joining(" AND "));
        List<String> values = new ArrayList<>();
        for (String column : table.source().types().keySet()) {
            // As COPY prints it.
            values.add("CASE WHEN s." + TableName.quote(column) + " IS DISTINCT FROM NULL THEN concat(s."
                    + TableName.quote(column) + ") END");
        }
        if (relation.columns().size() > values.size()) {
            values.addAll(Stamp.LOADED);
        }
        return "SELECT " + names + ", " + String.join(", ", values) + " FROM unnest(" + arrays + ") AS k(" + names
                + ") JOIN " + table.source().toSql() + " AS s ON " + match;
    }

    private Row keyRow(List<String> key) {
        RowBuilder row = new RowBuilder();
        List<String> keyColumns = relation.keyColumns();
        for (String column : relation.columns()) {
            int i = keyColumns.indexOf(column);
            row.add(i < 0 ? null : key.get(i));
        }
        return row.build();
    }

    @Override
    public void giveUp() {}
}
