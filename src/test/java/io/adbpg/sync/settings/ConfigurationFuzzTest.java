package io.adbpg.sync.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.job.Job;
import io.adbpg.sync.routes.RouteFiles;
import io.adbpg.sync.status.Diagnosis;
import io.adbpg.sync.support.Mutation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in the settings and in the route files: they work, or one line says which file or key does not. */
class ConfigurationFuzzTest {
    private static final long SEED = Long.getLong("seed", 20_261_126);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int MOST_LETTERS = 1000;

    @TempDir
    private Path folder;

    private static String shipped(String file) throws IOException {
        return Files.readString(Path.of(file)).replace("=embedded", "=127.0.0.1");
    }

    private static List<Path> routes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            return files.sorted().toList();
        }
    }

    /** What is said; null if it works. */
    private static String refusal(long seed, Callable<?> attempt) {
        return assertTimeoutPreemptively(
                LONGEST,
                () -> {
                    try {
                        attempt.call();
                        return null;
                    } catch (Exception e) {
                        Refusal refusal = Diagnosis.of(e, null).refusal();
                        assertThat(refusal.exitStatus())
                                .as("seed %d: %s", seed, refusal.getMessage())
                                .isEqualTo(Refusal.USAGE);
                        return refusal.getMessage();
                    }
                },
                "seed " + seed);
    }

    private static void assertClear(long seed, String said, String places) {
        assertThat(said)
                .as("what is said of seed %d", seed)
                .doesNotContainPattern("Exception|\\bat io\\.adbpg|\\p{Cntrl}")
                .containsPattern(places)
                .hasSizeLessThan(MOST_LETTERS);
    }

    @Test
    void settingsWorkOrAreRefusedInOneLine() throws Exception {
        // given
        String shipped = shipped("application.properties");
        Path file = folder.resolve("application.properties");
        int refused = 0;

        for (long seed = SEED; seed < SEED + 1000; seed++) {
            // when
            Files.write(file, new Mutation(seed).of(shipped));
            String said = refusal(seed, () -> Settings.read(SettingsFile.load(file, new Properties(), Map.of())));

            // then
            if (said != null) {
                refused++;
                assertClear(seed, said, "application\\.properties|(sync|source|target|camel)\\.[a-z-]+");
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void routeFilesWorkOrAreRefusedInOneLine() throws Exception {
        // given
        List<Path> shipped = routes();
        int refused = 0;

        for (long seed = SEED; seed < SEED + 400; seed++) {
            // when
            Path spoilt = shipped.get(new Random(seed).nextInt(shipped.size()));
            List<Resource> files = new ArrayList<>();
            for (Path file : shipped) {
                byte[] content =
                        file.equals(spoilt) ? new Mutation(seed).of(Files.readString(file)) : Files.readAllBytes(file);
                files.add(ResourceHelper.fromBytes("file:" + file, content));
            }
            String said = refusal(seed, () -> RouteFiles.check(files));

            // then
            if (said != null) {
                refused++;
                assertClear(seed, said, "routes/[a-z-]+\\.camel\\.yaml");
            }
        }
        assertThat(refused).isPositive();
    }

    /** The same with what Camel makes of them; a few, since that takes its time. */
    @Test
    void jobStartsOrIsRefusedInOneLine() throws Exception {
        // given
        Path file = folder.resolve("application.properties");
        Files.writeString(file, shipped("application.properties"));
        UnaryOperator<String> lookup = SettingsFile.load(file, new Properties(), Map.of());
        List<Path> shipped = routes();
        int refused = 0;

        for (long seed = SEED; seed < SEED + 20; seed++) {
            // when
            Path spoilt = shipped.get(new Random(seed).nextInt(shipped.size()));
            Path copies = Files.createDirectories(folder.resolve("routes"));
            for (Path route : shipped) {
                Files.copy(route, copies.resolve(route.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.write(
                    copies.resolve(spoilt.getFileName()),
                    new Mutation(seed).of(Files.readString(spoilt, StandardCharsets.UTF_8)));
            Properties overrides = new Properties();
            overrides.setProperty("camel.main.routes-include-pattern", "file:" + copies + "/*.camel.yaml");
            String said = refusal(seed, () -> {
                try (Job job = Job.onlyChecked(Settings.read(lookup), overrides)) {
                    job.start();
                }
                return null;
            });

            // then
            if (said != null) {
                refused++;
                assertClear(seed, said, "routes/|application\\.properties");
            }
        }
        assertThat(refused).isPositive();
    }
}
