package io.adbpg.sync.chaos.faults;

import io.adbpg.sync.chaos.Fault;
import io.adbpg.sync.chaos.Scene;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;

/** Somebody alters tables of the source that others write to: columns that come, go, change name or type, and keys. */
public final class TableAltered implements Fault {
    /** A column of the table that nobody names. */
    private static final String COLUMN =
            "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = 'growing'::regclass"
                    + " AND attnum > 0 AND NOT attisdropped AND attname NOT IN ('id', 'n') ORDER BY md5(attname || %d) LIMIT 1";

    @Override
    public boolean canStrike(Scene scene) {
        return Scene.isLong();
    }

    @Override
    public void strike(Scene scene, Random random) throws Exception {
        for (int i = random.nextInt(3); i >= 0; i--) {
            try (Connection connection = scene.source().connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("SET lock_timeout = '2s'");
                statement.execute(alteration(scene, random));
            } catch (SQLException | IllegalStateException e) {
                // The server is away, or a writer holds the table, or somebody has altered it already.
            }
            Fault.pause(random.nextInt(1500));
        }
    }

    private static String alteration(Scene scene, Random random) {
        String fresh = "more_" + Integer.toUnsignedString(random.nextInt(), Character.MAX_RADIX);
        List<String> found = scene.source().rows(COLUMN.formatted(random.nextInt()));
        String column = found.isEmpty() ? "none" : found.get(0);
        return "ALTER TABLE "
                + switch (random.nextInt(8)) {
                    case 0 -> "growing ADD COLUMN " + fresh + " int NOT NULL DEFAULT " + random.nextInt(100);
                    case 1 -> "growing ADD COLUMN " + fresh + " text DEFAULT md5(random()::text)";
                    case 2 -> "growing RENAME COLUMN " + column + " TO " + fresh;
                    case 3 -> "growing ALTER COLUMN " + column + " TYPE text";
                    case 4 -> "growing ALTER COLUMN " + column + " DROP NOT NULL";
                    case 5 -> "growing DROP COLUMN " + column;
                    case 6 -> "bulk DROP CONSTRAINT bulk_pkey, ADD PRIMARY KEY (id, text)";
                    default -> "bulk DROP CONSTRAINT bulk_pkey, ADD PRIMARY KEY (id)";
                };
    }
}
