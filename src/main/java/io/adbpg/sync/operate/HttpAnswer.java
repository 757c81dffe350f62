package io.adbpg.sync.operate;

import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.status.Diagnosis;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.TypeConversionException;
import org.apache.camel.component.bean.ParameterBindingException;

/** Turns the failure of a request into an HTTP answer: a status, and one line that says why. */
public final class HttpAnswer {
    private static final int WRONG_USAGE = 400;
    private static final int DENIED = 403;
    private static final int NOT_NOW = 409;
    private static final int FAILED = 500;

    /** Answers a request that could not be fulfilled. */
    public void refuse(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Message answer = exchange.getMessage();
        answer.setHeader(Exchange.HTTP_RESPONSE_CODE, status(failure));
        answer.setHeader(Exchange.CONTENT_TYPE, "text/plain; charset=utf-8");
        answer.setBody(message(failure, answer.getHeader(Exchange.HTTP_PATH, String.class)));
    }

    private static String message(Exception failure, String path) {
        if (failure instanceof Access.Denied) {
            return failure.getMessage();
        }
        String message = Diagnosis.of(failure, null).message();
        return isNoSuchValue(failure) ? "a parameter of " + path + " has a wrong value: " + message : message;
    }

    private static int status(Exception failure) {
        if (failure instanceof Access.Denied) {
            return DENIED;
        }
        if (failure instanceof Refusal refusal) {
            return refusal.exitStatus() == Refusal.USAGE ? WRONG_USAGE : NOT_NOW;
        }
        return isNoSuchValue(failure) ? WRONG_USAGE : FAILED;
    }

    /** Whether a parameter of the request has the wrong type. */
    private static boolean isNoSuchValue(Throwable failure) {
        return failure instanceof TypeConversionException
                || failure instanceof ParameterBindingException
                || (failure.getCause() != null && isNoSuchValue(failure.getCause()));
    }
}
