package io.adbpg.sync.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.adbpg.sync.dist.Manifests.Generator;
import io.adbpg.sync.dist.Manifests.Kustomization;
import io.adbpg.sync.routes.RouteFiles;
import io.adbpg.sync.settings.Settings;
import io.adbpg.sync.settings.SettingsFile;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The manifests for Kubernetes: their fields are known, and what one of them names is there. What kustomize puts together is looked at
 * by its files, and, where the machine has kubectl, by itself.
 */
class KubernetesTest {
    private static final Path KUBERNETES = Path.of("src/kubernetes");
    private static final Path BASE = KUBERNETES.resolve("base");
    private static final Path SHOP = KUBERNETES.resolve("jobs/shop");
    private static final Path KUBECTL = Path.of("/usr/bin/kubectl");
    private static final String NAME = "app.kubernetes.io/name";
    private static final String INSTANCE = "app.kubernetes.io/instance";

    @TempDir
    private Path folder;

    private static Map<String, HasMetadata> base;

    @BeforeAll
    static void readBase() throws IOException {
        base = new HashMap<>();
        for (String file :
                Manifests.kustomization(BASE.resolve("kustomization.yaml")).resources()) {
            HasMetadata manifest = Manifests.read(Files.readString(BASE.resolve(file)));
            base.put(manifest.getKind(), manifest);
        }
    }

    private static PodTemplateSpec pod() {
        return ((Deployment) base.get("Deployment")).getSpec().getTemplate();
    }

    private static Container container() {
        return pod().getSpec().getContainers().get(0);
    }

    private static Set<String> names(List<Volume> volumes) {
        return volumes.stream().map(Volume::getName).collect(Collectors.toSet());
    }

    @Test
    void fieldThatThereIsNotIsNoticed() throws Exception {
        String deployment = Files.readString(BASE.resolve("deployment.yaml"));

        assertThatThrownBy(() -> Manifests.read(deployment.replace("workingDir:", "workDir:")))
                .isInstanceOf(UnrecognizedPropertyException.class)
                .hasMessageContaining("workDir");
        assertThatThrownBy(() -> Manifests.read(deployment.replace("apps/v1", "apps/v2")))
                .hasMessageContaining("apps/v2 Deployment");
    }

    @Test
    void eachFileOfTheBaseIsAManifestThatIsUsed() throws Exception {
        try (Stream<Path> files = Files.list(BASE)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                    Stream.of("kustomization.yaml"),
                                    Manifests.kustomization(BASE.resolve("kustomization.yaml")).resources().stream())
                            .toList());
        }
        assertThat(base.keySet())
                .containsExactlyInAnyOrder("Deployment", "Service", "PodDisruptionBudget", "ServiceMonitor");
    }

    @Test
    void selectorsFindThePods() {
        Map<String, String> labels = pod().getMetadata().getLabels();

        assertThat(labels).containsKey(NAME);
        assertThat(((Deployment) base.get("Deployment")).getSpec().getSelector().getMatchLabels())
                .isEqualTo(labels);
        assertThat(((Service) base.get("Service")).getSpec().getSelector()).isEqualTo(labels);
        assertThat(((PodDisruptionBudget) base.get("PodDisruptionBudget"))
                        .getSpec()
                        .getSelector()
                        .getMatchLabels())
                .isEqualTo(labels);
        assertThat(pod().getSpec()
                        .getAffinity()
                        .getPodAntiAffinity()
                        .getPreferredDuringSchedulingIgnoredDuringExecution()
                        .get(0)
                        .getPodAffinityTerm()
                        .getLabelSelector()
                        .getMatchLabels())
                .isEqualTo(labels);
        assertThat(((ServiceMonitor) base.get("ServiceMonitor"))
                        .getSpec()
                        .getSelector()
                        .getMatchLabels())
                .isEqualTo(base.get("Service").getMetadata().getLabels());
    }

    @Test
    void portsAreNamedAlikeEverywhere() {
        Set<String> ports =
                container().getPorts().stream().map(port -> port.getName()).collect(Collectors.toSet());
        Service service = (Service) base.get("Service");

        for (Probe probe : List.of(
                container().getStartupProbe(),
                container().getLivenessProbe(),
                container().getReadinessProbe())) {
            assertThat(ports).contains(probe.getHttpGet().getPort().getStrVal());
            assertThat(probe.getHttpGet().getPath()).isEqualTo("/observe/health/live");
        }
        assertThat(service.getSpec().getPorts()).allSatisfy(port -> assertThat(ports)
                .contains(port.getTargetPort().getStrVal()));
        assertThat(((ServiceMonitor) base.get("ServiceMonitor"))
                        .getSpec()
                        .getEndpoints()
                        .get(0)
                        .getPort())
                .isIn(service.getSpec().getPorts().stream()
                        .map(port -> port.getName())
                        .toList());
        assertThat(container().getPorts().get(0).getContainerPort())
                .as("the default of camel.management.port")
                .isEqualTo(9876);
    }

    @Test
    void whatIsMountedIsThere() {
        PodSpec spec = pod().getSpec();
        Set<String> mounted =
                container().getVolumeMounts().stream().map(VolumeMount::getName).collect(Collectors.toSet());

        assertThat(mounted).isEqualTo(names(spec.getVolumes()));
        assertThat(container().getVolumeMounts())
                .extracting(VolumeMount::getMountPath)
                .contains(container().getWorkingDir())
                .allMatch(path -> path.startsWith(container().getWorkingDir()) || path.equals("/tmp"));
    }

    @Test
    void podMayDoNothingThatTheJobNeedsNot() throws Exception {
        PodSpec spec = pod().getSpec();
        String image = Files.readString(Path.of("src/image/Dockerfile"));

        assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(image)
                .contains("\nUSER " + spec.getSecurityContext().getRunAsUser() + ":"
                        + spec.getSecurityContext().getRunAsGroup() + "\n")
                .contains("\nWORKDIR " + container().getWorkingDir() + "\n");
        assertThat(container().getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container().getSecurityContext().getAllowPrivilegeEscalation())
                .isFalse();
        assertThat(container().getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(spec.getAutomountServiceAccountToken()).isFalse();
    }

    @Test
    void jobIsWhole() throws Exception {
        assertWhole(SHOP, "shop");
    }

    @Test
    void fiftyJobsAreMadeOfAList() throws Exception {
        // given
        copy(BASE);
        List<String> lines = Files.readAllLines(KUBERNETES.resolve("fifty.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();

        // when
        Made made = make(KUBERNETES.resolve("fifty.txt"));

        // then
        assertThat(made.status()).as(made.said()).isZero();
        List<String> jobs = Manifests.kustomization(folder.resolve("jobs/kustomization.yaml"))
                .resources();
        assertThat(jobs).hasSize(50).doesNotHaveDuplicates();
        for (int i = 0; i < jobs.size(); i++) {
            String[] words = lines.get(i).split(" ", -1);
            Settings settings = assertWhole(folder.resolve("jobs").resolve(jobs.get(i)), jobs.get(i));
            assertThat(settings.job()).isEqualTo(words[0]);
            assertThat(settings.source().address()).isEqualTo(words[1] + ":5432/" + words[2]);
            assertThat(settings.target().address()).isEqualTo(words[3] + ":5432/" + words[4]);
            assertThat(Files.readString(
                            folder.resolve("jobs").resolve(jobs.get(i)).resolve("tables.camel.yaml")))
                    .contains("value: " + words[5] + ".* }", "value: " + words[6] + ".* }");
        }
    }

    @Test
    void listThatCannotBeMeantIsRefused() throws Exception {
        String job = "a.example.com a b.example.com b public ods\n";

        assertThat(made("Shop " + job)).contains("line 1", "a job's name has a-z, 0-9 and _");
        assertThat(made("shop " + job + "shop " + job)).contains("line 2", "there is a job shop already");
        assertThat(made("shop a.example.com a\n")).contains("line 1", "has not seven words");
        assertThat(made("_shop " + job)).contains("line 1", "can't be named after _shop");
    }

    @Test
    void kustomizeMakesOfThemWhatNamesEachOther() throws Exception {
        assumeThat(KUBECTL).isExecutable();

        // given
        copy(BASE);
        make(KUBERNETES.resolve("fifty.txt"));
        Path jobs = folder.resolve("jobs");
        for (String job :
                Manifests.kustomization(jobs.resolve("kustomization.yaml")).resources()) {
            for (String password : List.of("source.password", "target.password")) {
                Files.writeString(jobs.resolve(job).resolve(password), "secret");
            }
        }

        // when
        List<HasMetadata> manifests = new ArrayList<>();
        for (String manifest : kustomized(jobs).split("\n---\n", 0)) {
            manifests.add(Manifests.read(manifest));
        }

        // then
        assertThat(manifests.stream().collect(Collectors.groupingBy(HasMetadata::getKind, Collectors.counting())))
                .isEqualTo(Map.of(
                        "Deployment", 50L,
                        "Service", 50L,
                        "PodDisruptionBudget", 50L,
                        "ServiceMonitor", 50L,
                        "ConfigMap", 100L,
                        "Secret", 50L));
        Set<String> names = manifests.stream()
                .map(manifest ->
                        manifest.getKind() + " " + manifest.getMetadata().getName())
                .collect(Collectors.toSet());
        assertThat(names).hasSameSizeAs(manifests);
        for (HasMetadata manifest : manifests) {
            String job = manifest.getMetadata().getLabels().get(INSTANCE);
            assertThat(manifest.getMetadata().getName()).contains("-" + job);
            if (manifest instanceof Deployment deployment) {
                assertThat(deployment.getSpec().getSelector().getMatchLabels()).containsEntry(INSTANCE, job);
                assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels())
                        .containsEntry(INSTANCE, job);
                assertThat(deployment.getSpec().getTemplate().getSpec().getVolumes())
                        .allSatisfy(volume -> assertThat(names).containsAll(named(volume)));
            } else if (manifest instanceof ServiceMonitor monitor) {
                assertThat(monitor.getSpec().getSelector().getMatchLabels()).containsEntry(INSTANCE, job);
            } else if (manifest instanceof PodDisruptionBudget budget) {
                assertThat(budget.getSpec().getSelector().getMatchLabels()).containsEntry(INSTANCE, job);
            } else if (manifest instanceof Service service) {
                assertThat(service.getSpec().getSelector()).containsEntry(INSTANCE, job);
            }
        }
    }

    /** The ConfigMap or the Secret that a volume names. */
    private static List<String> named(Volume volume) {
        if (volume.getConfigMap() != null) {
            return List.of("ConfigMap " + volume.getConfigMap().getName());
        }
        return volume.getSecret() == null
                ? List.of()
                : List.of("Secret " + volume.getSecret().getSecretName());
    }

    /** What kustomize makes of a folder; it asks no cluster, and finds none. */
    private String kustomized(Path overlay) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(KUBECTL.toString(), "kustomize", overlay.toString());
        builder.environment().clear();
        builder.environment().putAll(Map.of("HOME", folder.toString(), "KUBECONFIG", "/dev/null"));
        Process process =
                builder.redirectError(folder.resolve("err.txt").toFile()).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(Files.readString(folder.resolve("err.txt")))
                .isZero();
        return text;
    }

    private String made(String list) throws Exception {
        Made made = make(Files.writeString(folder.resolve("list.txt"), list));
        assertThat(made.status()).isEqualTo(1);
        return made.said();
    }

    /** What the generator came to. */
    private record Made(int status, String said) {}

    private Made make(Path list) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "sh",
                        KUBERNETES.resolve("make-jobs").toString(),
                        list.toString(),
                        folder.resolve("jobs").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Made(process.waitFor(), said);
    }

    private void copy(Path from) throws IOException {
        Path to = Files.createDirectories(folder.resolve(from.getFileName()));
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    /** Asserts that an overlay adds to the base what a job needs; returns its settings. */
    private static Settings assertWhole(Path overlay, String name) throws Exception {
        Kustomization job = Manifests.kustomization(overlay.resolve("kustomization.yaml"));
        assertThat(job.resources())
                .allSatisfy(resource -> assertThat(overlay.resolve(resource).resolve("kustomization.yaml"))
                        .isRegularFile());
        assertThat(job.nameSuffix()).isEqualTo("-" + name);
        assertThat(job.labels()).singleElement().satisfies(labels -> {
            assertThat(labels.pairs()).containsExactly(Map.entry(INSTANCE, name));
            assertThat(labels.includeSelectors()).isTrue();
            // Or it would scrape all jobs.
            assertThat(labels.fields()).singleElement().satisfies(field -> {
                assertThat(field.kind()).isEqualTo("ServiceMonitor");
                assertThat(field.path()).isEqualTo("spec/selector/matchLabels");
            });
        });
        assertThat(job.images()).singleElement().satisfies(image -> assertThat(image.name())
                .isEqualTo(container().getImage()));
        assertVolumes(job, overlay);
        return assertSettings(overlay);
    }

    private static void assertVolumes(Kustomization job, Path overlay) {
        List<Volume> volumes = pod().getSpec().getVolumes();
        assertThat(job.configMapGenerator())
                .extracting(Generator::name)
                .containsExactlyInAnyOrderElementsOf(volumes.stream()
                        .filter(volume -> volume.getConfigMap() != null)
                        .map(volume -> volume.getConfigMap().getName())
                        .toList());
        assertThat(job.secretGenerator())
                .extracting(Generator::name)
                .containsExactlyElementsOf(volumes.stream()
                        .filter(volume -> volume.getSecret() != null)
                        .map(volume -> volume.getSecret().getSecretName())
                        .toList());
        assertThat(job.configMapGenerator()).allSatisfy(generator -> assertThat(generator.files())
                .allSatisfy(file -> assertThat(overlay.resolve(file)).isRegularFile()));
        // What a running job takes over keeps its name, and so does the pod.
        assertThat(job.configMapGenerator()).allSatisfy(generator -> assertThat(generator.options() != null)
                .as(generator.name())
                .isEqualTo(generator.name().equals("routes")));
        assertThat(container().getVolumeMounts())
                .filteredOn(mount -> mount.getSubPath() != null)
                .allSatisfy(mount -> assertThat(job.configMapGenerator())
                        .filteredOn(generator -> generator.name().equals(mount.getName()))
                        .allSatisfy(generator -> assertThat(generator.files()).contains(mount.getSubPath())));
    }

    /** The settings are those of the file, of the Secret and of the pod's environment, and the tables fit the shipped routes. */
    private static Settings assertSettings(Path overlay) throws IOException {
        Map<String, String> environment =
                container().getEnv().stream().collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
        var file = SettingsFile.load(overlay.resolve("application.properties"));
        Settings settings = Settings.read(key -> {
            String given = environment.get(
                    key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'));
            return given == null ? file.apply(key) : given;
        });
        assertThat(settings.isStandby()).isTrue();
        Kustomization job = Manifests.kustomization(overlay.resolve("kustomization.yaml"));
        assertThat(job.secretGenerator().get(0).files()).containsExactly("source.password", "target.password");
        List<Resource> routes = new ArrayList<>();
        for (String shipped : List.of("capture", "initial-load", "table", "statements", "operate", "precheck")) {
            routes.add(resource(Path.of("routes", shipped + ".camel.yaml")));
        }
        routes.add(resource(overlay.resolve("tables.camel.yaml")));
        assertThat(RouteFiles.check(routes)).isNotNull();
        assertThat(environment.get("CAMEL_MAIN_ROUTES_INCLUDE_PATTERN"))
                .isEqualTo("file:/opt/adbpg-sync/routes/*.camel.yaml,file:routes/*.camel.yaml");
        return settings;
    }

    private static Resource resource(Path file) throws IOException {
        return ResourceHelper.fromString("file:" + file, Files.readString(file));
    }
}
