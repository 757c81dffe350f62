package io.adbpg.sync.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.adbpg.sync.apply.Target;
import io.adbpg.sync.catalog.ReplicationRole;
import io.adbpg.sync.catalog.Server;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.support.Cluster;
import io.adbpg.sync.support.RunningJob;
import io.adbpg.sync.support.TestDatabase;
import io.adbpg.sync.support.TestServers;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.apache.camel.cli.connector.DefaultCliConnectorFactory;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.CliConnectorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The position moves on in its table, whoever else reads or writes there. */
class CommitPositionIT {
    private static final String TABLE = "adbpg_sync.position_shop";

    private final TestDatabase database = TestServers.newTarget();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Target target = new Target(server(), "shop", ReplicationRole.ORIGIN);
    private final CommitPosition position = new CommitPosition("shop", target::commit);

    private Server server() {
        return Settings.read(RunningJob.settings("shop", database, database)::get)
                .target();
    }

    @BeforeEach
    void begin() throws Exception {
        context.getRegistry().bind("target", target);
        // Nothing that looks at the context from other threads while it starts.
        context.disableJMX();
        DefaultCliConnectorFactory cli = new DefaultCliConnectorFactory();
        cli.setEnabled(false);
        context.getRegistry().bind("cli", CliConnectorFactory.class, cli);
        context.start();
        position.setCamelContext(context);
        position.read();
        position.begin();
        position.start(1, null);
    }

    @AfterEach
    void end() {
        context.stop();
        target.own().reset();
        database.drop();
    }

    @Test
    void writesDoNotScanTheVersionsBefore() throws Exception {
        assumeThat(Cluster.maintenance())
                .as("no Greenplum kernel, whose statistics count otherwise")
                .isEmpty();
        try (Connection reader = database.connect();
                Statement snapshot = reader.createStatement()) {
            // given: whose snapshot keeps all versions
            snapshot.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM " + TABLE);

            // when
            for (int lsn = 2; lsn <= 200; lsn++) {
                position.start(lsn, null);
            }
            target.own().reset();

            // then
            await().alias("updates are counted")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> database.value(statistic("n_tup_upd")).equals("200"));
            assertThat(Long.parseLong(database.value(statistic("seq_scan + idx_scan"))))
                    .isLessThan(20);
            assertThat(database.value("SELECT lsn FROM " + TABLE)).isEqualTo("0/C8");
        }
    }

    @Test
    void writeFindsThatAnotherProcessHasWritten() throws Exception {
        // given
        database.run("UPDATE " + TABLE + " SET lsn = '0/9'");

        // then
        assertThatIllegalStateException()
                .isThrownBy(() -> position.start(2, null))
                .withMessageContaining("another process of the job has written it");
    }

    @Test
    void rowIsFoundWhereItHasMoved() throws Exception {
        // given
        position.start(2, null);
        target.own().rollback();
        database.run("VACUUM FULL " + TABLE);

        // when
        assertThat(position.read()).hasValue(2);
        position.start(3, null);

        // then
        assertThat(database.value("SELECT lsn FROM " + TABLE)).isEqualTo("0/3");
    }

    private static String statistic(String what) {
        return "SELECT " + what + " FROM pg_stat_user_tables WHERE relid = '" + TABLE + "'::regclass";
    }
}
