package io.adbpg.sync.bench;

import java.util.Arrays;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;

/** A step of the pipeline, and the classes by which a thread's stack shows that it is in it: the innermost one counts. */
enum Stage {
    RECEIVE("capture.slot.SlotReader", "capture.slot.ReadAhead"),
    ENGINE("io.debezium.", "org.apache.kafka."),
    DECODE(
            "capture.pgoutput.",
            "capture.testdecoding.",
            "capture.slot.",
            "capture.debezium.",
            "fold.RowBuilder",
            "capture.BatchAssembler",
            "capture.Admission"),
    FOLD("fold."),
    ENCODE("apply.CopyText", "apply.ArrayLiteral", "apply.KeyBinding"),
    COPY("apply.CopyStream", "apply.CopyProducer"),
    COMMIT("apply.TargetConnection", "resume.", "apply.Target"),
    DML("org.springframework.jdbc."),
    ROUTE("org.apache.camel.", "capture.CaptureConsumer", "capture.SessionLoop", "capture.BatchExchange"),
    OTHER();

    private final String classes;

    Stage(String... classes) {
        this.classes = String.join(" ", classes);
    }

    /** The stage that a stack is in. */
    static Stage of(RecordedStackTrace stack) {
        for (RecordedFrame frame : stack.getFrames()) {
            String name = frame.getMethod().getType().getName().replaceFirst("^io\\.adbpg\\.sync\\.", "");
            for (Stage stage : values()) {
                if (stage.holds(name)) {
                    return stage;
                }
            }
        }
        return OTHER;
    }

    private boolean holds(String name) {
        return !classes.isEmpty() && Arrays.stream(classes.split(" ", -1)).anyMatch(name::startsWith);
    }
}
