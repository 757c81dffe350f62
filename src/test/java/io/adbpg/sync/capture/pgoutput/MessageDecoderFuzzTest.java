package io.adbpg.sync.capture.pgoutput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adbpg.sync.support.Told;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Malformed input ends in the decoder's own exception, never in another one, and never in a wrong row. */
@Timeout(60)
class MessageDecoderFuzzTest {
    private static final int ROUNDS = 20_000;

    /** Decodes until the first exception, which must be the decoder's own; returns what the handler got before. */
    private static Told decode(List<byte[]> messages) {
        Told told = new Told();
        MessageDecoder decoder = Recording.decoder(told);
        try {
            for (byte[] message : messages) {
                decoder.decode(ByteBuffer.wrap(message));
            }
        } catch (Exception e) {
            assertThat(e)
                    .isInstanceOf(IllegalStateException.class)
                    .message()
                    .matches("(?s)cannot read a message .*|table .* was altered");
        }
        return told;
    }

    @Test
    void everyTruncatedMessageIsAnError() throws Exception {
        for (List<byte[]> part : parts()) {
            for (int i = 0; i < part.size(); i++) {
                for (int length = 0; length < part.get(i).length; length++) {
                    // given
                    Told told = new Told();
                    MessageDecoder decoder = Recording.decoder(told);
                    for (byte[] before : part.subList(0, i)) {
                        decoder.decode(ByteBuffer.wrap(before));
                    }
                    int toldBefore = told.all().size();
                    ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(part.get(i), length));

                    // then
                    assertThatThrownBy(() -> decoder.decode(cut))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageStartingWith("cannot read a message ");
                    assertThat(told.all()).hasSize(toldBefore);
                    // Cutting inside a long value makes no difference.
                    length += length > 200 ? 97 : 0;
                }
            }
        }
    }

    private static List<List<byte[]>> parts() {
        return List.of(
                Recording.part("insert"),
                Recording.part("update of a key"),
                Recording.part("unchanged"),
                Recording.part("keyless"),
                Recording.part("whole old rows"),
                Recording.part("names"),
                Recording.part("not captured"),
                Recording.part("truncate"),
                Recording.part("message"),
                Recording.part("origin"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void reorderedRepeatedOrMissingMessagesNeverGiveWrongChanges(long seed) throws Exception {
        // given
        Random random = new Random(seed);
        List<byte[]> all = Recording.all();
        Set<String> right = new HashSet<>(Recording.decode(all).all());

        for (int round = 0; round < ROUNDS / 10; round++) {
            // when
            List<byte[]> messages = new ArrayList<>(all.subList(0, 1 + random.nextInt(all.size())));
            for (int times = 1 + random.nextInt(3); times > 0; times--) {
                int at = random.nextInt(messages.size());
                switch (random.nextInt(3)) {
                    case 0 -> Collections.swap(messages, at, random.nextInt(messages.size()));
                    case 1 -> messages.add(at, messages.get(random.nextInt(messages.size())));
                    default -> messages.set(at, new byte[0]);
                }
            }

            // then
            Told told = decode(messages);
            assertThat(right).containsAll(told.all());
            assertThat(told.all().stream().filter(t -> t.startsWith("commit")).toList())
                    .doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void corruptBytesEndInAnErrorOrInWholeRows(long seed) {
        // given
        Random random = new Random(seed);
        List<byte[]> all = Recording.all();

        for (int round = 0; round < ROUNDS / 10; round++) {
            // when
            List<byte[]> messages = new ArrayList<>(all);
            int at = random.nextInt(messages.size());
            byte[] corrupt = messages.get(at).clone();
            for (int times = 1 + random.nextInt(4); times > 0; times--) {
                corrupt[random.nextInt(corrupt.length)] = (byte) random.nextInt(256);
            }
            messages.set(at, corrupt);

            // then: no other exception, and every row is whole
            decode(messages);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void wrongLengthIsAnError(long seed) throws Exception {
        // given
        Random random = new Random(seed);
        List<byte[]> part = Recording.part("insert");
        byte[] insert = part.get(3);

        for (int round = 0; round < ROUNDS; round++) {
            // when: after kind, table, N, and 3 columns come t, a length and the id's value
            ByteBuffer wrong = ByteBuffer.wrap(insert.clone());
            int[] lengths = {9, 15, 23};
            int at = lengths[random.nextInt(lengths.length)];
            int length = wrong.getInt(at);
            int other = random.nextBoolean() ? random.nextInt() : length + random.nextInt(41) - 20;
            wrong.putInt(at, other);

            // then
            List<byte[]> messages = new ArrayList<>(part.subList(0, 3));
            messages.add(wrong.array());
            assertThat(decode(messages).changes())
                    .as("%d instead of %d", other, length)
                    .hasSize(other == length ? 1 : 0);
        }
    }
}
