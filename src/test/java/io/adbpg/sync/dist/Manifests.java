package io.adbpg.sync.dist;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Manifests as a cluster reads them: by the type of their kind, in which no field is unknown. */
final class Manifests {
    private static final Map<String, Class<? extends HasMetadata>> TYPES = Map.of(
            "apps/v1 Deployment", Deployment.class,
            "v1 Service", Service.class,
            "v1 ConfigMap", ConfigMap.class,
            "v1 Secret", Secret.class,
            "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class,
            "monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class);
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .setAnnotationIntrospector(new KnownFieldsOnly());

    private Manifests() {}

    /** The model's types would keep what they don't know. */
    private static final class KnownFieldsOnly extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated member) {
            return false;
        }
    }

    /** A file {@code kustomization.yaml}, with the fields that are used here. */
    record Kustomization(
            String apiVersion,
            String kind,
            List<String> resources,
            String nameSuffix,
            List<Labels> labels,
            List<Image> images,
            List<Generator> configMapGenerator,
            List<Generator> secretGenerator) {}

    /** Labels that kustomize adds. */
    record Labels(Map<String, String> pairs, boolean includeSelectors, List<Field> fields) {}

    /** A place in manifests of a kind. */
    record Field(String group, String kind, String path, boolean create) {}

    /** The image in the place of a name. */
    record Image(String name, String newName, String newTag) {}

    /** Files that become a ConfigMap or a Secret. */
    record Generator(String name, List<String> files, Options options) {}

    /** What a generator does otherwise. */
    record Options(boolean disableNameSuffixHash) {}

    /** Reads a file {@code kustomization.yaml}. */
    static Kustomization kustomization(Path file) throws IOException {
        return YAML.readValue(Files.readString(file), Kustomization.class);
    }

    /** Reads a manifest; fails for a kind or a field that there is not. */
    static HasMetadata read(String text) throws IOException {
        JsonNode tree = YAML.readTree(text);
        String kind = tree.path("apiVersion").asText() + " " + tree.path("kind").asText();
        return YAML.treeToValue(
                tree,
                Optional.ofNullable(TYPES.get(kind)).orElseThrow(() -> new IOException("there is no kind " + kind)));
    }
}
