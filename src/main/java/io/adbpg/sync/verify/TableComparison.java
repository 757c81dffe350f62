package io.adbpg.sync.verify;

import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.mapping.ComparedTable;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.verify.Difference.Kind;
import io.adbpg.sync.verify.ValueCheck.Pair;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;

/**
 * Compares a table's rows on both ends: first the sums of each bucket, then the rows of the buckets that differ, and at last,
 * where texts differ, whether the target takes them for different values.
 */
final class TableComparison {
    private static final int MOST_PENDING = 200;
    private static final long MOST_PENDING_BYTES = 4 << 20;

    private static final String KNOWN_TYPES =
            "SELECT DISTINCT format_type(oid, -1) FROM pg_type WHERE format_type(oid, -1) = ANY (?)";

    private final ComparedTable table;
    private final BothEnds ends;
    private final TableReport report;
    private final ValueCheck check;
    private final DifferingRows differing;
    private final List<ValueText> columns = new ArrayList<>();
    /** The columns that are compared, in the order of a row's values. */
    private final List<ValueText> compared;

    private final List<NumberedRow> sources = new ArrayList<>();
    private final List<NumberedRow> targets = new ArrayList<>();
    private long pendingBytes;

    /** Receives the rows that differ, besides the report. */
    @FunctionalInterface
    interface DifferingRows {
        /**
         * Takes a row.
         *
         * @param key the values of its key, in the source's order; all values if the table has no key
         */
        void take(Kind kind, List<String> key);
    }

    TableComparison(Settings settings, ComparedTable table, BothEnds ends, TableReport report, DifferingRows differing)
            throws SQLException {
        this.table = table;
        this.ends = ends;
        this.report = report;
        this.differing = differing;
        Set<String> known = knownTypes(ends.source());
        table.columns()
                .forEach(column -> columns.add(
                        new ValueText(column, known.contains(column.target().type()))));
        this.compared =
                columns.stream().filter(text -> text.column().isComparable()).toList();
        this.check = new ValueCheck(settings);
    }

    private Set<String> knownTypes(Connection source) throws SQLException {
        Set<String> known = new HashSet<>();
        try (PreparedStatement statement = source.prepareStatement(KNOWN_TYPES)) {
            Object[] types = table.columns().stream()
                    .map(column -> column.target().type())
                    .distinct()
                    .toArray();
            statement.setArray(1, source.createArrayOf("text", types));
            ResultSet result = statement.executeQuery();
            while (result.next()) {
                known.add(result.getString(1));
            }
        } catch (SQLException e) {
            throw new Failed("source", e);
        }
        return known;
    }

    /** Compares, and fills the report. */
    void run() throws Exception {
        try (check) {
            report.setLeftOut(columns.stream()
                    .filter(text -> !compared.contains(text))
                    .map(text -> text.column().name())
                    .toList());
            CompareSql ofSource = sql(table.sourceQuery(), true, isUtf8("source", ends.source()));
            CompareSql ofTarget = sql(table.targetQuery(), false, isUtf8("target", ends.target()));
            // At the same time, since each is the work of another server.
            CompletableFuture<Buckets> counting =
                    CompletableFuture.supplyAsync(() -> buckets("target", ends.target(), ofTarget));
            Buckets ours = buckets("source", ends.source(), ofSource);
            Buckets theirs = counting.get();
            report.setRows(ours.rows());
            String differing = ours.differences(theirs);
            if (!differing.isEmpty()) {
                new RowMerge(
                                new RowReader("source", ends.source(), ofSource.rowsOf(differing)),
                                new RowReader("target", ends.target(), ofTarget.rowsOf(differing)),
                                table.isKeyed(),
                                this::take)
                        .run();
                decide();
                if (report.isUnpaired() && !undecidableKeys().isEmpty()) {
                    report.markNotCompared(
                            Message.of(
                                    "the source can't tell how the target prints {0}, so rows can't be matched",
                                    String.join(", ", undecidableKeys())),
                            true);
                }
            }
        }
    }

    private static boolean isUtf8(String role, Connection connection) {
        try {
            String encoding = connection.unwrap(PGConnection.class).getParameterStatus("server_encoding");
            return "UTF8".equals(encoding);
        } catch (SQLException e) {
            throw new Failed(role, e);
        }
    }

    private CompareSql sql(String query, boolean isSource, boolean isUtf8) {
        return new CompareSql(
                query,
                columns,
                isSource ? ValueText::ofSource : ValueText::ofTarget,
                compared::contains,
                table.isKeyed(),
                isUtf8);
    }

    private static Buckets buckets(String role, Connection connection, CompareSql sql) {
        try {
            return Buckets.read(connection, sql.buckets());
        } catch (SQLException e) {
            throw new Failed(role, e);
        }
    }

    private void take(NumberedRow source, NumberedRow target) {
        if (target == null) {
            add(Kind.MISSING, source, List.of());
        } else if (source == null) {
            add(Kind.EXTRA, target, List.of());
        } else {
            sources.add(source);
            targets.add(target);
            pendingBytes += source.values().size() + target.values().size();
            if (sources.size() >= MOST_PENDING || pendingBytes >= MOST_PENDING_BYTES) {
                decide();
            }
        }
    }

    /** Decides which buffered rows of the same key have different values, not just different texts. */
    private void decide() {
        List<BitSet> differentRows = new ArrayList<>();
        for (int i = 0; i < compared.size(); i++) {
            int column = i;
            List<Pair> pairs = IntStream.range(0, sources.size())
                    .mapToObj(row -> new Pair(
                            sources.get(row).text(column), targets.get(row).text(column)))
                    .toList();
            differentRows.add(check.different(compared.get(i), pairs));
        }
        for (int row = 0; row < sources.size(); row++) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < compared.size(); i++) {
                if (differentRows.get(i).get(row)) {
                    names.add(compared.get(i).column().name());
                }
            }
            if (!names.isEmpty()) {
                add(Kind.DIFFERENT, sources.get(row), names);
            }
        }
        sources.clear();
        targets.clear();
        pendingBytes = 0;
    }

    private void add(Kind kind, NumberedRow row, List<String> names) {
        report.add(new Difference(kind, describe(row), names));
        differing.take(
                kind,
                keyColumns().stream().map(i -> Objects.toString(row.text(i))).toList());
    }

    private List<Integer> keyColumns() {
        return IntStream.range(0, compared.size())
                .filter(i -> !table.isKeyed() || compared.get(i).column().isKey())
                .boxed()
                .sorted(Comparator.comparing(i -> compared.get(i).column().keyPosition()))
                .toList();
    }

    private String describe(NumberedRow row) {
        return keyColumns().stream()
                .map(i -> compared.get(i).column().name() + "=" + excerpt(row.text(i)))
                .collect(Collectors.joining(", "));
    }

    private static String excerpt(String value) {
        return value == null ? "NULL" : value.length() > 60 ? value.substring(0, 60) + "…" : value;
    }

    /** The key columns whose values the source can't print as the target does, so that rows can't be matched by them. */
    private List<String> undecidableKeys() {
        return compared.stream()
                .filter(text -> (text.column().isKey() || !table.isKeyed()) && text.isUnknownToSource())
                .map(text ->
                        text.column().name() + " (" + text.column().target().declaredType() + ")")
                .toList();
    }
}
