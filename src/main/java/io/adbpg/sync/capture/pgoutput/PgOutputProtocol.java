package io.adbpg.sync.capture.pgoutput;

import io.adbpg.sync.capture.KeyColumns;
import io.adbpg.sync.capture.LastMessage;
import io.adbpg.sync.capture.TransactionHandler;
import io.adbpg.sync.capture.slot.SlotDecoder;
import io.adbpg.sync.capture.slot.SlotProtocol;
import io.adbpg.sync.status.SlotReading;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** The messages of plug-in {@code pgoutput}, protocol version 1. */
public final class PgOutputProtocol implements SlotProtocol {
    private final String publication;
    private final LastMessage last = new LastMessage();

    /** @param publication the name of the publication that says what is sent */
    public PgOutputProtocol(String publication) {
        this.publication = publication;
    }

    @Override
    public Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("proto_version", "1");
        options.put("publication_names", publication);
        return options;
    }

    @Override
    public ByteBuffer received(ByteBuffer message, long lsn) {
        last.note(message);
        return message;
    }

    @Override
    public void tellNextTable(Throwable failure) {
        last.tellNextTable(failure);
    }

    @Override
    public void tell(ByteBuffer message, SlotReading reading) {
        MessageDecoder.tell(message, reading);
    }

    @Override
    public boolean isCommit(ByteBuffer message) {
        return MessageDecoder.isCommit(message);
    }

    @Override
    public SlotDecoder decoder(KeyColumns keys, TransactionHandler handler) {
        return new MessageDecoder(keys, handler);
    }
}
