package io.adbpg.sync.capture.debezium;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.core.BaseConnection;

/**
 * Answers Debezium's question for {@code wal_level} with {@code effective_wal_level}, where the server has that: from
 * PostgreSQL 19 on, {@code replica} is logical while there is a slot, and Debezium would refuse it all the same.
 */
final class EffectiveWalLevel {
    private static final int FIRST_VERSION = 19;
    private static final String QUESTION = "SHOW wal_level";
    private static final String INSTEAD = "SELECT current_setting('effective_wal_level') AS wal_level";

    private EffectiveWalLevel() {}

    /** Returns a connection whose statements ask so. */
    static Connection asking(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseMajorVersion() < FIRST_VERSION
                ? connection
                : (Connection) proxy(connection, BaseConnection.class);
    }

    private static Object proxy(Object made, Class<?> type) {
        return Proxy.newProxyInstance(
                EffectiveWalLevel.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    boolean isQuestion = arguments != null && arguments.length == 1 && QUESTION.equals(arguments[0]);
                    try {
                        Object result = method.invoke(made, isQuestion ? new Object[] {INSTEAD} : arguments);
                        return method.getReturnType() == Statement.class ? proxy(result, Statement.class) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
