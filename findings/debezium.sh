# Shared by the scripts about Debezium: its embedded engine on the server of $port, publication p.

# debezium_jars VERSION
debezium_jars() {
    jars debezium "io.debezium:debezium-embedded:$1" "io.debezium:debezium-connector-postgres:$1"
    write_capture
}

# capture SQL OPTION...: lets psql run the SQL, starts the engine on a slot made before, and prints the rows of the
# records on one line until none has come for a second, or how the engine ended.
capture() {
    local changes=$1
    shift
    sql "SELECT pg_create_logical_replication_slot('s', 'pgoutput')" >/dev/null
    if [ -n "$changes" ]; then sql "$changes"; fi
    run_java debezium Capture.java "$port" "$@" 2>"$tmp/log"
    sql "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active" >/dev/null
    for _ in $(seq 50); do
        if sql "SELECT pg_drop_replication_slot('s')" >/dev/null 2>&1; then break; fi
        sleep 0.1
    done
}

write_capture() {
    cat >"$tmp/Capture.java" <<'JAVA'
import io.debezium.embedded.Connect;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import java.util.Properties;
import java.util.StringJoiner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

public class Capture {
    public static void main(String[] arguments) throws Exception {
        Properties options = new Properties();
        options.put("name", "capture");
        options.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        options.put("topic.prefix", "capture");
        options.put("database.hostname", "127.0.0.1");
        options.put("database.port", arguments[0]);
        options.put("database.user", "postgres");
        options.put("database.password", "none");
        options.put("database.dbname", "postgres");
        options.put("plugin.name", "pgoutput");
        options.put("slot.name", "s");
        options.put("publication.name", "p");
        options.put("publication.autocreate.mode", "disabled");
        options.put("snapshot.mode", "no_data");
        options.put("errors.max.retries", "0");
        options.put("offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore");
        for (int argument = 1; argument < arguments.length; argument++) {
            String[] option = arguments[argument].split("=", 2);
            options.put(option[0], option[1]);
        }
        StringJoiner seen = new StringJoiner(", ");
        seen.setEmptyValue("no record");
        AtomicLong last = new AtomicLong(Long.MAX_VALUE);
        CountDownLatch ended = new CountDownLatch(1);
        DebeziumEngine<ChangeEvent<SourceRecord, SourceRecord>> engine = DebeziumEngine.create(Connect.class)
                .using(options)
                .using((success, message, error) -> {
                    if (error != null) {
                        Throwable cause = error;
                        while (cause.getCause() != null) {
                            cause = cause.getCause();
                        }
                        seen.add("engine ended: " + cause.getClass().getSimpleName() + ": "
                                + cause.getMessage().replaceAll("(?s)\\. .*", ""));
                    }
                    ended.countDown();
                })
                .notifying(event -> {
                    SourceRecord record = event.value();
                    if (record.value() instanceof Struct value && value.schema().field("after") != null && value.get("after") != null) {
                        seen.add(record.topic().substring("capture.".length()) + " "
                                + value.get("after").toString().substring("Struct".length())
                                .replaceAll("\\[Ljava.lang.String;@[0-9a-f]+", "String[]"));
                        last.set(System.nanoTime());
                    }
                })
                .build();
        Thread thread = new Thread(engine);
        thread.start();
        long start = System.nanoTime();
        while (!ended.await(100, TimeUnit.MILLISECONDS)) {
            long now = System.nanoTime();
            if (last.get() != Long.MAX_VALUE && now - last.get() > 1_000_000_000L || now - start > 20_000_000_000L) {
                break;
            }
        }
        System.out.println(seen);
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
JAVA
}
