package io.adbpg.sync.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.operate.Access.Denied;
import io.adbpg.sync.operate.Access.Request;
import io.adbpg.sync.settings.HttpToken;
import io.adbpg.sync.settings.JobIdentity;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
    private static final HttpToken TOKEN = new HttpToken("open-sesame");
    private static final JobIdentity SHOP = new JobIdentity("shop", "10.0.0.5:5432/shop", "127.0.0.1:40123/postgres");
    private static final HttpToken NONE = new HttpToken("");

    private static Access access(String listensOn, HttpToken token) {
        return new Access(listensOn, token, SHOP);
    }

    private static Request get(String host, String authorization) {
        return new Request("GET", "/api/status", host, null, null, null, authorization);
    }

    private static Request post(String host, String authorization) {
        return new Request("POST", "/api/pause", host, "command", null, null, authorization);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "localhost:8080", "LOCALHOST", "127.0.0.1:8080", "127.1.2.3", "[::1]:8080", "[::1]"
            })
    void programOfThisMachineMayAskEverything(String host) {
        // given
        Access access = access("127.0.0.1", NONE);

        // then
        assertThatCode(() -> access.check(get(host, null))).doesNotThrowAnyException();
        assertThatCode(() -> access.check(post(host, null))).doesNotThrowAnyException();
        assertThat(access.isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example.com",
                "evil.example.com:8080",
                "localhost.evil.example.com",
                "127.0.0.1.evil.example.com",
                "127.0.0.1, evil.example.com",
                "192.0.2.1:8080",
                "[::1].evil",
                "[::1",
                "",
            })
    void requestByAnotherNameIsDenied(String host) {
        assertThatThrownBy(() -> access("127.0.0.1", NONE).check(get(host, null)))
                .isInstanceOf(Denied.class)
                .hasMessageContaining("camel.server.host=127.0.0.1");
    }

    @Test
    void requestWithoutHostIsDenied() {
        assertThatThrownBy(() -> access("127.0.0.1", NONE).check(get(null, null)))
                .isInstanceOf(Denied.class);
    }

    @Test
    void pageOfAStrangerCannotHaveAnythingDone() {
        assertThatThrownBy(() -> access("127.0.0.1", NONE)
                        .check(new Request("POST", "/api/pause", "127.0.0.1", null, null, null, null)))
                .isInstanceOf(Denied.class)
                .hasMessageContaining("X-Adbpg-Sync");
    }

    @Test
    void tokenIsNeededOnLoopbackTooForWhatChangesSomething() {
        // given
        Access access = access("localhost", TOKEN);

        // then
        assertThat(access.isOpen()).isFalse();
        assertThatCode(() -> access.check(get("localhost", null))).doesNotThrowAnyException();
        assertThatCode(() -> access.check(post("localhost", TOKEN.authorization())))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> access.check(post("localhost", null))).isInstanceOf(Denied.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer open-sesam",
                "Bearer open-sesame2",
                "bearer",
                "open-sesame",
                "Basic open-sesame",
                "Bearer "
            })
    void wrongTokenIsDeniedAndNotRepeated(String authorization) {
        assertThatThrownBy(() -> access("127.0.0.1", TOKEN).check(post("127.0.0.1", authorization)))
                .isInstanceOf(Denied.class)
                .hasMessageContaining("sync.http-token")
                .hasMessageNotContaining("sesam");
    }

    @Test
    void nobodyHasAnythingDoneFromAnotherMachineWithoutAToken() {
        // given
        Access access = access("db.example.com", NONE);

        // then
        assertThatCode(() -> access.check(get("db.example.com:8080", null))).doesNotThrowAnyException();
        assertThatThrownBy(() -> access.check(post("db.example.com:8080", null)))
                .isInstanceOf(Denied.class)
                .hasMessageContaining("set sync.http-token");
        assertThat(access.isOpen()).isFalse();
    }

    @Test
    void tokenIsNeededForEverythingFromAnotherMachine() {
        // given
        Access access = access("db.example.com", TOKEN);

        // then
        assertThatThrownBy(() -> access.check(get("db.example.com", null))).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> access.check(post("db.example.com", null))).isInstanceOf(Denied.class);
        assertThatCode(() -> access.check(get("db.example.com", TOKEN.authorization())))
                .doesNotThrowAnyException();
        assertThatCode(() -> access.check(post("db.example.com", TOKEN.authorization())))
                .doesNotThrowAnyException();
        assertThatCode(() -> access.check(new Request("GET", "/", "db.example.com", null, null, null, null)))
                .as("the page, which asks for the token")
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 192.0.2.1:8080, false, true",
        "0.0.0.0, [2001:db8::1]:8080, false, true",
        "0.0.0.0, evil.example.com, false, false",
        "0.0.0.0, db.example.com, true, true",
        "'::', 192.0.2.1, false, true",
        "192.0.2.1, 192.0.2.2, false, false",
        "192.0.2.1, db.example.com, true, false",
    })
    void jobThatListensEverywhereTakesNamesOnlyWithAToken(
            String listensOn, String host, boolean hasToken, boolean isTaken) {
        // given
        Access access = access(listensOn, hasToken ? TOKEN : NONE);
        Request request = get(host, hasToken ? TOKEN.authorization() : null);

        // then
        if (isTaken) {
            assertThatCode(() -> access.check(request)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> access.check(request)).isInstanceOf(Denied.class);
        }
    }

    @Test
    void requestForAnotherJobIsRefused() {
        assertThatThrownBy(() -> access("127.0.0.1", NONE)
                        .check(new Request("GET", "/api/status", "127.0.0.1", null, "billing", null, null)))
                .isInstanceOf(Refusal.class)
                .hasMessage("job shop answers here, not job billing: give each job of a machine a camel.server.port of"
                        + " its own");
    }

    @Test
    void tokenIsNotPrinted() {
        assertThat(TOKEN.toString()).isEqualTo("a token");
    }

    @ParameterizedTest
    @CsvSource({
        "job shop from 10.0.0.5:5432/shop to 127.0.0.1:40123/postgres, true",
        "job shop from 10.0.0.5:5432/shop to embedded:5432/postgres, true",
        "job shop from 10.0.0.5:5432/shop to embedded:0/postgres, true",
        "job shop from 10.0.0.5:5432/shop to embedded:0/other, false",
        "job shop from embedded:5432/shop to 127.0.0.1:40123/postgres, false",
        "job shop from 10.0.0.6:5432/shop to 127.0.0.1:40123/postgres, false",
        "job shop from 10.0.0.5:5432/shop to 127.0.0.1:40123/other, false",
    })
    void jobOfTheSameNameBetweenOtherEndsDoesNotAnswer(String wanted, boolean answers) {
        // given
        Request request = new Request(
                "GET",
                "/api/status",
                "127.0.0.1",
                null,
                "shop",
                URLEncoder.encode(wanted, StandardCharsets.UTF_8),
                null);

        // then
        if (answers) {
            access("127.0.0.1", NONE).check(request);
        } else {
            assertThatThrownBy(() -> access("127.0.0.1", NONE).check(request))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("job shop from 10.0.0.5:5432/shop to 127.0.0.1:40123/postgres answers here");
        }
    }
}
