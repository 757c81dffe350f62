package io.adbpg.sync.operate;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.adbpg.sync.status.JsonTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;
import org.apache.camel.util.json.JsonObject;
import org.slf4j.LoggerFactory;

/** The last lines of the log, kept for the status page. */
public final class LogTail implements AutoCloseable {
    private static final int MOST = 200;

    private final Deque<Line> lines = new ArrayDeque<>();
    private final LoggerContext loggers;
    private final Appender appender = new Appender();

    private record Line(long number, Instant time, String level, String message) {}

    private long last;

    /** Begins to keep what is logged from now on. */
    public LogTail() {
        loggers = LoggerFactory.getILoggerFactory() instanceof LoggerContext logback ? logback : null;
        if (loggers != null) {
            appender.setContext(loggers);
            appender.start();
            loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(appender);
        }
    }

    private synchronized void add(ILoggingEvent event) {
        lines.addLast(new Line(
                ++last,
                Instant.ofEpochMilli(event.getTimeStamp()),
                event.getLevel().toString(),
                event.getFormattedMessage()));
        if (lines.size() > MOST) {
            lines.removeFirst();
        }
    }

    /** The lines after the one with a number, oldest first: a JSON object per line. */
    public synchronized String after(long number) {
        return lines.stream()
                .filter(line -> line.number() > number)
                .map(LogTail::json)
                .collect(Collectors.joining("\n"));
    }

    private static String json(Line line) {
        JsonObject json = new JsonObject();
        json.put("number", line.number());
        json.put("time", JsonTime.of(line.time()));
        json.put("level", line.level());
        json.put("message", line.message());
        return json.toJson();
    }

    @Override
    public void close() {
        if (loggers != null) {
            loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(appender);
            appender.stop();
        }
    }

    private final class Appender extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            add(event);
        }
    }
}
