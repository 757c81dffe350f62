package io.adbpg.sync.routes;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.spi.Resource;

/**
 * Tells that files have changed where Camel's watcher of their folder sees nothing: behind links, such as those of a Kubernetes
 * ConfigMap, and in folders of other machines.
 */
final class FileStamps {
    private Map<String, String> seen;

    /** Whether any file has come, gone or changed since the last look; false at the first one. */
    boolean haveChanged(Collection<Resource> files) {
        Map<String, String> now = of(files);
        boolean haveChanged = seen != null && !seen.equals(now);
        seen = now;
        return haveChanged;
    }

    /** Returns the stamp of each file, by its location: when it was saved, and where and how large it is. */
    static Map<String, String> of(Collection<Resource> files) {
        Map<String, String> stamps = new HashMap<>();
        for (Resource file : files) {
            stamps.put(file.getLocation(), stamp(new File(file.getURI()).toPath()));
        }
        return stamps;
    }

    private static String stamp(Path file) {
        try {
            Path real = file.toRealPath();
            return real + " " + Files.getLastModifiedTime(real) + " " + Files.size(real);
        } catch (IOException e) {
            return "gone";
        }
    }
}
