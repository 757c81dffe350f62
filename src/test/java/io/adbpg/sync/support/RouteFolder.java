package io.adbpg.sync.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** The folder of a job's route files, plain or mounted as Kubernetes mounts a ConfigMap, and how one edits a file there. */
public final class RouteFolder {
    private static final String DATA = "..data";

    private final Path folder;
    private final boolean mounted;
    private int versions;

    private RouteFolder(Path folder, boolean mounted) {
        this.folder = folder;
        this.mounted = mounted;
    }

    /** A folder of files, which are written where they are. */
    public static RouteFolder plain(Path folder) {
        return new RouteFolder(folder, false);
    }

    /**
     * Makes a plain folder a mounted one: its files are links into {@code ..data}, which is a link itself, and an edit swaps that one
     * for a link to a new folder.
     */
    public static RouteFolder mounted(Path folder) throws IOException {
        RouteFolder mounted = new RouteFolder(folder, true);
        Path data = mounted.newVersion();
        for (Path file : files(folder)) {
            Files.move(file, data.resolve(file.getFileName()));
            Files.createSymbolicLink(file, Path.of(DATA, file.getFileName().toString()));
        }
        mounted.swap(data);
        return mounted;
    }

    /** Whether an edit swaps all files at once. */
    public boolean isMounted() {
        return mounted;
    }

    /** The text of a file. */
    public synchronized String read(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    /** Gives a file this text. */
    public synchronized void write(String file, String text) throws IOException {
        if (!mounted) {
            Files.writeString(folder.resolve(file), text);
            return;
        }
        Path before = folder.resolve(DATA).toRealPath();
        Path data = newVersion();
        for (Path other : files(before)) {
            Files.copy(other, data.resolve(other.getFileName()));
        }
        Files.writeString(data.resolve(file), text);
        swap(data);
        for (Path old : files(before)) {
            Files.delete(old);
        }
        Files.delete(before);
    }

    private Path newVersion() throws IOException {
        versions++;
        return Files.createDirectory(folder.resolve("..version_" + versions));
    }

    private void swap(Path data) throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), data.getFileName());
        Files.move(link, folder.resolve(DATA), StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<Path> files(Path parent) throws IOException {
        try (Stream<Path> found = Files.list(parent)) {
            return found.filter(Files::isRegularFile).toList();
        }
    }
}
