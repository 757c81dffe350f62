package io.adbpg.sync.command;

import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.operate.JobLook;
import io.adbpg.sync.settings.DeclaredSettings;
import io.adbpg.sync.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where one of several jobs is: a folder of this machine with its settings, or an address at which it listens. */
record JobPlace(String name, Path folder) {
    private static final String SETTINGS = "application.properties";
    private static final Pattern ADDRESS =
            Pattern.compile("(https?://)?([^/\\s:\\[\\]]+|\\[[0-9a-fA-F:.]+])(:\\d{1,5})?/?");

    /**
     * The place that somebody has named.
     *
     * @throws Refusal if it is neither a folder with settings nor an address
     */
    static JobPlace of(String name) {
        Path folder = folder(name);
        if (folder != null) {
            return new JobPlace(name, folder);
        }
        if (!ADDRESS.matcher(name).matches() || !name.contains(":")) {
            throw Refusal.usage(
                    "{0} is neither a folder with {1} nor an address such as http://127.0.0.1:8080",
                    Refusal.shown(name), SETTINGS);
        }
        return new JobPlace(name, null);
    }

    private static Path folder(String name) {
        try {
            Path folder = Path.of(name);
            return Files.isRegularFile(folder.resolve(SETTINGS)) ? folder : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /** The working directory, if it has settings, and each folder in it that has. */
    static List<JobPlace> here() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        try (Stream<Path> found = Files.list(here)) {
            return Stream.concat(Stream.of(here), found.sorted())
                    .filter(folder -> Files.isRegularFile(folder.resolve(SETTINGS)))
                    .map(folder -> new JobPlace(folder.toString(), folder))
                    .toList();
        }
    }

    /** Asks the job that is there how it is. */
    JobLook look() throws InterruptedException {
        String job = "";
        try {
            if (folder != null) {
                job = DeclaredSettings.JOB.read(SettingsFile.load(folder.resolve(SETTINGS)));
            }
            JobAddress address = folder == null ? JobAddress.at(url()) : JobAddress.of(folder);
            return JobLook.answered(name, address.status());
        } catch (Refusal e) {
            return JobLook.failed(name, job, e.getMessage());
        }
    }

    private String url() {
        String url = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        return url.startsWith("http") && url.contains("://") ? url : "http://" + url;
    }
}
