package io.adbpg.sync.bench;

import io.adbpg.sync.support.TestDatabase;

/** PostgreSQL's own logical replication: the limit on a plain PostgreSQL target. */
final class NativeReplication implements Contestant {
    @Override
    public String name() {
        return "native replication";
    }

    @Override
    public Run prepare(TestDatabase source, TestDatabase target, Workload workload) {
        String slot = "native_" + source.name();
        source.run("CREATE PUBLICATION native FOR ALL TABLES");
        source.run("SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
        target.run("CREATE SUBSCRIPTION " + slot + " CONNECTION 'host=127.0.0.1 port=" + source.port()
                + " user=postgres dbname=" + source.name() + "' PUBLICATION native WITH (create_slot = false,"
                + " slot_name = " + slot + ", copy_data = false, enabled = false)");
        return new Run() {
            @Override
            public void start() {
                target.run("ALTER SUBSCRIPTION " + slot + " ENABLE");
            }

            @Override
            public boolean isDone(String lsn) {
                return source.value("SELECT confirmed_flush_lsn >= '" + lsn
                                + "' FROM pg_replication_slots WHERE slot_name = '" + slot + "'")
                        .equals("t");
            }

            @Override
            public void end() {
                target.run("ALTER SUBSCRIPTION " + slot + " DISABLE");
                target.run("ALTER SUBSCRIPTION " + slot + " SET (slot_name = NONE)");
                target.run("DROP SUBSCRIPTION " + slot);
            }
        };
    }
}
