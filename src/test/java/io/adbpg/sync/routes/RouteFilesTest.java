package io.adbpg.sync.routes;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adbpg.sync.failure.Refusal;
import java.util.List;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteFilesTest {
    private static void check(String yaml) {
        RouteFiles.check(List.of(ResourceHelper.fromString("file:routes/own.camel.yaml", yaml)));
    }

    private static String template(String type) {
        return """
                - routeTemplate:
                    id: own
                    beans:
                      - name: mapping
                        type: "%s"
                """
                .formatted(type);
    }

    @Test
    void secondRouteOfAnIdIsRefusedWhateverItsPrecondition() {
        // given
        String route =
                """
                - route:
                    id: capture
                    precondition: "'{{source.capture}}' == '%s'"
                """;

        // then
        assertThatThrownBy(() -> check(route.formatted("debezium") + route.formatted("pgoutput")))
                .isInstanceOf(Refusal.class)
                .hasMessage("routes/own.camel.yaml, line 5: the id 'capture' is taken already, routes/own.camel.yaml,"
                        + " line 2: give this one another id, or remove it");
    }

    @ParameterizedTest
    @CsvSource({
        "#class:io.adbpg.sync.apply.TableMapping, '\"#bean:tableMapping\"'",
        "io.adbpg.sync.mapping.TableMapping, '\"#bean:tableMapping\"'",
        "io.adbpg.sync.apply.LostValues, org.springframework.dao.DataIntegrityViolationException",
        "io.adbpg.sync.Refusal, org.springframework.dao.DataIntegrityViolationException"
    })
    void nameOfAnOlderVersionIsRefusedWithTheNewOne(String old, String stable) {
        assertThatThrownBy(() -> check(template(old)))
                .isInstanceOf(Refusal.class)
                .hasMessage("routes/own.camel.yaml, line 5: " + old + " is a name of an older version: write " + stable
                        + " in its place");
    }

    @ParameterizedTest
    @CsvSource({"#bean:tableMapping", "com.example.TableMapping", "io.adbpg.sync"})
    void otherNamesAreLeftAlone(String name) {
        assertThatCode(() -> check(template(name))).doesNotThrowAnyException();
    }
}
