package io.adbpg.sync.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgramTest {
    @Test
    void launcherIsNamedAsItWasCalled() {
        assertThat(Program.called("bin/adbpg-sync", "/opt/it/adbpg-sync.jar", "/opt/it/adbpg-sync.jar"))
                .isEqualTo("bin/adbpg-sync");
    }

    @Test
    void jarIsNamedAsItWasGiven() {
        assertThat(Program.called(null, "../target/adbpg-sync.jar", "/opt/target/adbpg-sync.jar"))
                .isEqualTo("java -jar ../target/adbpg-sync.jar");
    }

    /** Some start it by its main class; a path of a hundred jars would help nobody. */
    @Test
    void otherWaysToStartItAreNotNamed() {
        String documented = "java -jar target/adbpg-sync.jar";

        assertThat(Program.called(null, "lib/a.jar:it/adbpg-sync.jar", "/opt/it/adbpg-sync.jar"))
                .isEqualTo(documented);
        assertThat(Program.called(null, "/tmp/of-a-test-runner.jar", "/opt/it/target/classes/"))
                .isEqualTo(documented);
    }
}
