package io.adbpg.sync.verify;

import io.adbpg.sync.catalog.ExactText;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.settings.Settings;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * Asks the target whether different texts are different values: it reads both as COPY would. The connection has the same
 * settings as the one that applies changes.
 */
final class ValueCheck implements AutoCloseable {
    private static final String INVALID_VALUE_CLASS = "22";

    private final Connection connection;

    /** Two texts of a column; either may be null. */
    record Pair(String source, String target) {
        boolean isSameText() {
            return Objects.equals(source, target);
        }
    }

    ValueCheck(Settings settings) {
        try {
            connection = settings.target().connect(settings.job());
            ExactText.set(connection);
        } catch (SQLException e) {
            throw new Failed("target", e);
        }
    }

    /** Returns which of the pairs are different values of a column. */
    BitSet different(ValueText column, List<Pair> pairs) {
        BitSet different = new BitSet();
        List<Integer> asked = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            Pair pair = pairs.get(i);
            if (!pair.isSameText()) {
                if (pair.source == null || pair.target == null) {
                    different.set(i);
                } else {
                    asked.add(i);
                }
            }
        }
        if (!asked.isEmpty()) {
            ask(column, pairs, asked, different);
        }
        return different;
    }

    private void ask(ValueText column, List<Pair> pairs, List<Integer> asked, BitSet different) {
        try {
            query(column, pairs, asked, different);
        } catch (SQLException e) {
            boolean isInvalid = e.getSQLState() != null && e.getSQLState().startsWith(INVALID_VALUE_CLASS);
            if (!isInvalid) {
                throw new Failed("target", e);
            }
            if (asked.size() == 1) {
                // The target can't read the source's value.
                different.set(asked.get(0));
                return;
            }
            for (Integer one : asked) {
                ask(column, pairs, List.of(one), different);
            }
        }
    }

    private void query(ValueText column, List<Pair> pairs, List<Integer> asked, BitSet different) throws SQLException {
        String sql = "SELECT p.n FROM unnest(CAST(? AS integer[]), CAST(? AS text[]), CAST(? AS text[])) AS p(n, s, t)"
                + " WHERE " + column.ofText("p.s") + " IS DISTINCT FROM " + column.ofText("p.t");
        Array numbers = connection.createArrayOf("integer", asked.toArray());
        Array sources = connection.createArrayOf(
                "text", asked.stream().map(i -> pairs.get(i).source).toArray());
        Array targets = connection.createArrayOf(
                "text", asked.stream().map(i -> pairs.get(i).target).toArray());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, numbers);
            statement.setArray(2, sources);
            statement.setArray(3, targets);
            ResultSet result = statement.executeQuery();
            while (result.next()) {
                different.set(result.getInt(1));
            }
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new Failed("target", e);
        }
    }
}
