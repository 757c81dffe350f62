package io.adbpg.sync.operate;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.status.Diagnosis;
import io.adbpg.sync.status.MessageJson;
import org.apache.camel.Exchange;
import org.apache.camel.TypeConversionException;
import org.apache.camel.component.bean.ParameterBindingException;
import org.apache.camel.util.json.JsonObject;

/** Turns the failure of a request into an HTTP answer: a status, and one line that says why. */
public final class HttpAnswer {
    private static final int WRONG_USAGE = 400;
    private static final int DENIED = 403;
    private static final int NOT_NOW = 409;
    private static final int FAILED = 500;

    /** Answers a request that could not be fulfilled. */
    public void refuse(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        org.apache.camel.Message answer = exchange.getMessage();
        answer.setHeader(Exchange.HTTP_RESPONSE_CODE, status(failure));
        answer.setBody(message(failure, answer.getHeader(Exchange.HTTP_PATH, String.class)));
        say(exchange);
    }

    /**
     * Puts the message that is the body into words: one line in English, or in JSON, if the request asks for that, also the key and
     * the arguments.
     */
    public void say(Exchange exchange) {
        org.apache.camel.Message answer = exchange.getMessage();
        Message said = (Message) answer.getBody();
        boolean asJson = String.valueOf(answer.getHeader("Accept")).contains("application/json");
        answer.setHeader(
                Exchange.CONTENT_TYPE, asJson ? "application/json; charset=utf-8" : "text/plain; charset=utf-8");
        JsonObject json = new JsonObject();
        MessageJson.put(json, "text", said);
        answer.setBody(asJson ? json.toJson() : said.toString());
    }

    private static Message message(Exception failure, String path) {
        if (failure instanceof Access.Denied denied) {
            return denied.message();
        }
        Message message = Diagnosis.of(failure, null).message();
        return isNoSuchValue(failure)
                ? Message.of("a parameter of {0} has a wrong value: {1}", path, message)
                : message;
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
