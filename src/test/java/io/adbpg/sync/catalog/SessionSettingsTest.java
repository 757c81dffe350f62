package io.adbpg.sync.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The search path of a session begins with the server's own objects, and has {@code public} in it. */
class SessionSettingsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            textBlock =
                    """
            "$user", public             | "$user", public
            public                      | public
            ""                          | public
            app, pg_catalog             | app, public
            "a,b", pg_catalog, public   | "a,b", public
            "a"",b", other              | "a"",b", other, public
            """)
    void hasTheServersOwnObjectsFirst(String path, String expected) {
        assertThat(SessionSettings.path(path)).isEqualTo(expected);
    }
}
