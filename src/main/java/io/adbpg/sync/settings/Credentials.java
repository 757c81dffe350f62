package io.adbpg.sync.settings;

import io.adbpg.sync.failure.Refusal;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Settings that are files of their own, so that nobody else has to be able to read them: a folder has a file for each, named by
 * its key. A service manager may hand on such a folder.
 */
final class Credentials {
    /** The environment variable by which systemd names the folder. */
    static final String VARIABLE = "CREDENTIALS_DIRECTORY";

    private static final String FOLDER = "credentials";

    private final Path folder;

    private Credentials(Path folder) {
        this.folder = folder;
    }

    /** Those that a service manager hands on, or else those of the folder beside the settings. */
    static Credentials beside(Path settings, Map<String, String> environment) {
        String given = environment.get(VARIABLE);
        return new Credentials(given == null || given.isBlank() ? settings.resolveSibling(FOLDER) : Path.of(given));
    }

    /** The folder, for messages. */
    Path folder() {
        return folder;
    }

    /** The names of its files; none if there is no such folder, or it can't be read. */
    List<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /**
     * Reads a setting.
     *
     * @return what its file holds, without the line break at the end; null if there is none, or it is empty
     * @throws Refusal if the file is there, but can't be read
     */
    String read(String key) {
        Path file = folder.resolve(key);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try {
            String value = Files.readString(file).replaceFirst("\\R\\z", "");
            return value.isEmpty() ? null : value;
        } catch (CharacterCodingException e) {
            throw Refusal.usage("cannot read {0}: it is no text in UTF-8; save it as such", file);
        } catch (IOException e) {
            throw Refusal.usage("cannot read {0}: let {1} read it", file, System.getProperty("user.name"));
        }
    }
}
