package io.adbpg.sync.support;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Two PostgreSQL servers of chosen versions, started when they are first needed. */
public final class ServerPair implements AutoCloseable {
    private static final List<String> VERSIONS = List.of("9.6", "10", "11", "12", "13", "14", "15", "16", "17", "18");

    private static final ServerPair SHARED = new ServerPair(TestServers.VERSIONS);

    private final String names;
    private final String sourceVersion;
    private final String targetVersion;
    private RestartableServer source;
    private RestartableServer target;

    private ServerPair(String names) {
        this.names = names;
        this.sourceVersion = names.split("-", 2)[0];
        this.targetVersion = names.split("-", 2)[1];
    }

    /** The servers of {@link TestServers}, which nobody closes. */
    public static ServerPair shared() {
        return SHARED;
    }

    /**
     * Pairs that are not started.
     *
     * @param names such as {@code 10-18,18-9.6}, source and target; or {@code all}: each source with the oldest and the
     *     newest target, each target with the oldest and the newest source
     */
    public static Stream<ServerPair> of(String names) {
        return (names.equals("all") ? all() : Arrays.asList(names.split(",", 0)))
                .stream().map(ServerPair::new);
    }

    private static Set<String> all() {
        Set<String> pairs = new LinkedHashSet<>();
        for (String source : VERSIONS) {
            pairs.add(source + "-9.6");
            pairs.add(source + "-18");
        }
        for (String target : VERSIONS) {
            pairs.add("10-" + target);
            pairs.add("18-" + target);
        }
        return pairs;
    }

    /** The source's version, such as {@code 9.6} or {@code 18}. */
    public String source() {
        return sourceVersion;
    }

    /** Such as 10. */
    public int sourceVersion() {
        return number(sourceVersion) / 100;
    }

    /** Such as 9 for 9.6. */
    public int targetVersion() {
        return number(targetVersion) / 100;
    }

    /** Whether the source is of a version, such as 9.6 or 10, or newer. */
    public boolean isSourceFrom(String version) {
        return number(sourceVersion) >= number(version);
    }

    /** Whether the target has the kernel of a version, such as 9.6 or 10, or a newer one. */
    public boolean isTargetFrom(String version) {
        return number(cluster().map(is -> is.split(" ", 3)[1]).orElse(targetVersion)) >= number(version);
    }

    /** Whether the target is a Greenplum. */
    public boolean isTargetGreenplum() {
        return cluster().filter(is -> is.contains("Greenplum")).isPresent();
    }

    private Optional<String> cluster() {
        return this == SHARED ? Cluster.maintenance().map(Cluster::version) : Optional.empty();
    }

    /** 906 for 9.6 and 9.6.24, 1200 for 12.3 and 12beta2. */
    private static int number(String version) {
        String[] parts = version.split("\\D+", 0);
        int major = Integer.parseInt(parts[0]);
        return major * 100 + (major < 10 && parts.length > 1 ? Integer.parseInt(parts[1]) : 0);
    }

    /** A new, empty database on the source server. */
    public TestDatabase newSource() {
        if (this == SHARED) {
            return TestServers.newSource();
        }
        if (source == null) {
            source = TestServers.start(sourceVersion);
        }
        return TestServers.newDatabase(source, "source");
    }

    /** A new, empty database on the target server. */
    public TestDatabase newTarget() {
        if (this == SHARED) {
            return TestServers.newTarget();
        }
        if (target == null) {
            target = TestServers.start(targetVersion);
        }
        return TestServers.newDatabase(target, "target");
    }

    @Override
    public void close() throws IOException {
        if (source != null) {
            source.close();
        }
        if (target != null) {
            target.close();
        }
    }

    @Override
    public String toString() {
        return names;
    }
}
