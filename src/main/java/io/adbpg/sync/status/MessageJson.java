package io.adbpg.sync.status;

import io.adbpg.sync.failure.Message;
import java.util.List;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/**
 * Messages in JSON: beside a text in English, member {@code messages} of its object has the key and the arguments, so that
 * whoever reads it can say it in another language.
 */
public final class MessageJson {
    private static final String MESSAGES = "messages";
    private static final String KEY = "key";
    private static final String ARGUMENTS = "arguments";

    private MessageJson() {}

    /** Puts a message into an object: its text as a member, and what it is made of. */
    public static void put(JsonObject json, String member, Message message) {
        json.put(member, message.toString());
        if (message.key() != null) {
            ((JsonObject) json.computeIfAbsent(MESSAGES, name -> new JsonObject())).put(member, parts(message));
        }
    }

    private static JsonObject parts(Message message) {
        JsonArray arguments = new JsonArray();
        message.arguments().forEach(argument -> arguments.add(part(argument)));
        JsonObject json = new JsonObject();
        json.put(KEY, message.key());
        json.put(ARGUMENTS, arguments);
        return json;
    }

    private static Object part(Object argument) {
        return argument instanceof Message message && message.key() != null ? parts(message) : argument.toString();
    }

    /** Returns a message as text from which {@link #parsed} makes it again. */
    public static String text(Message message) {
        return message.key() == null ? message.toString() : parts(message).toJson();
    }

    /** Returns the message of a text; as it stands, if an earlier version of the program has written it. */
    public static Message parsed(String text) {
        try {
            return text.startsWith("{") && Jsoner.deserialize(text) instanceof JsonObject json
                    ? (Message) message(json)
                    : Message.verbatim(text);
        } catch (DeserializationException e) {
            return Message.verbatim(text);
        }
    }

    private static Object message(Object part) {
        return part instanceof JsonObject json
                ? Message.again(
                        json.getString(KEY),
                        ((List<?>) json.get(ARGUMENTS))
                                .stream().map(MessageJson::message).toArray())
                : part;
    }
}
