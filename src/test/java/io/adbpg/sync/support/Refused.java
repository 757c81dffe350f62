package io.adbpg.sync.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What a user sees when the program refuses to run. */
public final class Refused {
    private Refused() {}

    /**
     * Asserts that a run ended with one line on standard error that says what is wrong, and with nothing that only a
     * programmer understands.
     *
     * @param exitStatus 1: the job can't run; 2: wrong usage or configuration
     * @param says what the line must hold: the thing, its value, the remedy
     * @param secrets what must be nowhere
     */
    public static void check(Program.Result result, int exitStatus, List<String> says, List<String> secrets) {
        assertThat(result.err().lines()).as("standard error").hasSize(1);
        assertThat(result.err()).startsWith("adbpg-sync: ").contains(says);
        assertThat(result.exitStatus()).isEqualTo(exitStatus);
        assertThat(result.out() + result.err())
                .doesNotContain("Exception")
                .doesNotContainPattern("(?m)^\\s+at ")
                .doesNotContain(secrets);
    }
}
